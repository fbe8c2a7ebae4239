package dev.chatsessions.session;

import static java.util.Objects.requireNonNull;

/** A session with what its host keeps of it, as they stood at one moment. */
public record DetailedSession(Session session, SessionDetails details) {

    public DetailedSession {
        requireNonNull(session, "session");
        requireNonNull(details, "details");
    }
}
