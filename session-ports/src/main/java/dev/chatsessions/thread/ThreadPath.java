package dev.chatsessions.thread;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.session.SessionKind;

/**
 * Where a user finds a thread of his own, by keys alone.
 *
 * @param kind of its session
 * @param session the session's key
 * @param thread its own key
 */
public record ThreadPath(SessionKind kind, String session, String thread) {

    public ThreadPath {
        requireNonNull(kind, "kind");
        requireNonNull(session, "session");
        requireNonNull(thread, "thread");
    }
}
