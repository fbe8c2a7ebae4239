package dev.chatsessions.permission;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** What a user answered, and when. */
public record PermissionChoice(String option, Instant at) {

    public PermissionChoice {
        requireNonNull(option, "option");
        requireNonNull(at, "at");
    }
}
