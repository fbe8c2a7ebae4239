package dev.chatsessions.usage;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.UserId;

/** What one user spent. */
public record UserTotal(UserId user, UsageTotal total) {

    public UserTotal {
        requireNonNull(user, "user");
        requireNonNull(total, "total");
    }
}
