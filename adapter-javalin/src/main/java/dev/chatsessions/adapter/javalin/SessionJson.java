package dev.chatsessions.adapter.javalin;

import dev.chatsessions.Caller;
import dev.chatsessions.session.Session;
import java.time.Instant;
import java.util.Optional;

/** A session in lists and snapshots. */
record SessionJson(
        String id,
        String kind,
        String key,
        Optional<String> title,
        String status,
        Instant createdAt,
        Instant lastActivityAt,
        Optional<Instant> endedAt,
        long version) {

    static SessionJson from(Session session) {
        return from(session, session.title());
    }

    /** As this caller may see it: what people call it is none of an admin's business. */
    static SessionJson from(Session session, Caller caller) {
        return from(session, session.title().filter(title -> !(caller instanceof Caller.Admin)));
    }

    private static SessionJson from(Session session, Optional<String> title) {
        return new SessionJson(
                session.id().toString(),
                Words.of(session.kind()),
                session.key(),
                title,
                Words.of(session.status()),
                session.createdAt(),
                session.lastActivityAt(),
                session.endedAt(),
                session.version());
    }
}
