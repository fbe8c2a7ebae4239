package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.session.Session;

/**
 * A session whose log head this transaction holds.
 *
 * @param sequence of the last event in its log, those appended in this transaction included
 */
public record LockedSession(Session session, long epoch, long sequence) {

    public LockedSession {
        requireNonNull(session, "session");
    }
}
