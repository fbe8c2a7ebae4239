package dev.chatsessions.adapter.javalin;

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
        return new SessionJson(
                session.id().toString(),
                Words.of(session.kind()),
                session.key(),
                session.title(),
                Words.of(session.status()),
                session.createdAt(),
                session.lastActivityAt(),
                session.endedAt(),
                session.version());
    }
}
