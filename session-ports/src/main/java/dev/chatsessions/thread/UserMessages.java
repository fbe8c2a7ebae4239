package dev.chatsessions.thread;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.UserId;

/**
 * How many messages there are of one user.
 *
 * @param messages those that are there now, open answers left out
 */
public record UserMessages(UserId user, long messages) {

    public UserMessages {
        requireNonNull(user, "user");
        if (messages < 0) {
            throw new IllegalArgumentException("messages " + messages + " is negative");
        }
    }
}
