package dev.chatsessions.thread;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import java.time.Instant;
import java.util.List;

/**
 * When a user's session was last used, and in which of its threads.
 *
 * @param threads those with a message in the time asked about, latest message first
 */
public record UserActivity(UserId user, SessionId session, Instant lastActivityAt, List<ChatThread> threads) {

    public UserActivity {
        requireNonNull(user, "user");
        requireNonNull(session, "session");
        requireNonNull(lastActivityAt, "lastActivityAt");
        threads = List.copyOf(threads);
    }
}
