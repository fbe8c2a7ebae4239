package dev.chatsessions.thread;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.session.Session;

/** A thread, and the session that it is in. */
public record SessionThread(Session session, ChatThread thread) {

    public SessionThread {
        requireNonNull(session, "session");
        requireNonNull(thread, "thread");
    }
}
