package dev.chatsessions.examples.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What is written down, so that more of it is a line to be reviewed. */
final class Listed {

    private Listed() {}

    /** The lines of a list but for its remarks. */
    static List<String> in(String name) {
        try (var list = Listed.class.getResourceAsStream("/" + name)) {
            return new String(Objects.requireNonNull(list, name).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
