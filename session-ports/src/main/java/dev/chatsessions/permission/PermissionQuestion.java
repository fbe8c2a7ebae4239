package dev.chatsessions.permission;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.JsonValue;
import dev.chatsessions.PermissionId;
import java.util.List;
import java.util.Optional;

/**
 * What an answerer wants to be allowed.
 *
 * @param title for people, 1 to 500 characters
 * @param toolCall the call it is about, in the asker's own words, up to 8 KiB
 * @param options 1 to 20, each with an id of its own, together up to 8 KiB
 */
public record PermissionQuestion(
        PermissionId id, String title, Optional<JsonValue.Fields> toolCall, List<PermissionOption> options) {

    public PermissionQuestion {
        requireNonNull(id, "id");
        requireNonNull(title, "title");
        requireNonNull(toolCall, "toolCall");
        options = List.copyOf(options);
    }

    /** Whether it may be answered so. */
    public boolean offers(String option) {
        return options.stream().anyMatch(offered -> offered.id().equals(option));
    }
}
