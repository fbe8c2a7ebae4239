package dev.chatsessions.adapter.jdbi;

import static java.lang.Math.floorMod;

import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How a session lies in its row. */
final class SessionRow {

    private static final long SLOT = Duration.ofMinutes(5).toSeconds();

    /** These come first in what is selected. */
    static final String COLUMNS = """
            s.id, s.owner_key, s.kind, s.session_key, s.title, s.status, s.answerer, s.answerer_worker,
            s.created_at, s.last_activity_at, s.ended_at, s.version""";

    static final Row<Session> ROW = row -> read(row);

    private SessionRow() {}

    /** The values of a new row: what never changes, then the rest. */
    static Values all(Session session) {
        return Values.of(session.id().value()).and(session.createdAt()).andAll(changeable(session));
    }

    /** The values that a change may move. */
    static Values changeable(Session session) {
        return new Values()
                .and(ownerKey(session))
                .and(session.kind())
                .andText(heldKey(session))
                .and(session.key())
                .andText(session.title())
                .and(session.status())
                .and(answerer(session.answerer()))
                .andText(worker(session.answerer()))
                .and(session.lastActivityAt())
                .and(slot(session.lastActivityAt()))
                .andTime(session.endedAt())
                .and(session.version());
    }

    /** How a reply that this one is to give says for whom it waits. */
    static String waitingFor(Answerer answerer) {
        return answerer(answerer) + ":" + worker(answerer).orElse("");
    }

    /** Reads it by the places of its columns: to look for names takes longer than all the rest. */
    static Session read(ResultSet row) throws SQLException {
        var owner = row.getString(2);
        return new Session(
                new SessionId(Columns.id(row, 1)),
                SessionKind.valueOf(row.getString(3)),
                owner.isEmpty() ? Optional.empty() : Optional.of(new UserId(owner)),
                row.getString(4),
                Columns.optionalText(row, 5),
                SessionStatus.valueOf(row.getString(6)),
                answerer(row.getString(7), row.getString(8)),
                Columns.time(row, 9),
                Columns.time(row, 10),
                Columns.optionalTime(row, 11),
                row.getLong(12));
    }

    /** The part of the time that is indexed: five minutes, in which a conversation touches its session many times. */
    static Instant slot(Instant lastActivityAt) {
        return Instant.ofEpochSecond(lastActivityAt.getEpochSecond() - floorMod(lastActivityAt.getEpochSecond(), SLOT));
    }

    private static String ownerKey(Session session) {
        return session.owner().map(UserId::value).orElse("");
    }

    private static Optional<String> heldKey(Session session) {
        return session.status().holdsKey() ? Optional.of(session.key()) : Optional.empty();
    }

    private static String answerer(Answerer answerer) {
        if (answerer instanceof Answerer.Assistant) {
            return "ASSISTANT";
        }
        return answerer instanceof Answerer.Worker ? "WORKER" : "NONE";
    }

    private static Optional<String> worker(Answerer answerer) {
        return answerer instanceof Answerer.Worker worker
                ? Optional.of(worker.id().value())
                : Optional.empty();
    }

    private static Answerer answerer(String answerer, String worker) {
        return switch (answerer) {
            case "ASSISTANT" -> new Answerer.Assistant();
            case "WORKER" -> new Answerer.Worker(new WorkerId(worker));
            case "NONE" -> new Answerer.None();
            default -> throw new IllegalStateException("unknown answerer " + answerer);
        };
    }
}
