package dev.chatsessions.thread;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** A message to be stored. */
public record NewMessage(Role role, List<Part> parts, MessageSource source, Optional<String> speaker) {

    public NewMessage {
        requireNonNull(role, "role");
        parts = List.copyOf(parts);
        requireNonNull(source, "source");
        requireNonNull(speaker, "speaker");
    }

    /** What a user said. */
    public static NewMessage user(String text) {
        return new NewMessage(Role.USER, List.of(new Part.Text(text)), MessageSource.CLIENT, Optional.empty());
    }

    /** What the host's own assistant said. */
    public static NewMessage assistant(String text) {
        return new NewMessage(Role.ASSISTANT, List.of(new Part.Text(text)), MessageSource.HOST, Optional.empty());
    }
}
