package dev.chatsessions.tck;

import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import java.time.Instant;
import java.util.Optional;

/** Sessions that are not kept yet. */
record TestSessions(TestIds ids) {

    static final Answerer ASSISTANT = new Answerer.Assistant();

    Session active(UserId owner, String key) {
        return activeSince(TestTimes.at(1), ids.session(), owner, key);
    }

    Session activeSince(Instant lastActivityAt, SessionId id, UserId owner, String key) {
        return of(
                id,
                SessionKind.CHAT,
                Optional.of(owner),
                key,
                Optional.empty(),
                SessionStatus.ACTIVE,
                ASSISTANT,
                lastActivityAt);
    }

    Session of(SessionKind kind, UserId owner, String key) {
        return of(
                ids.session(),
                kind,
                Optional.of(owner),
                key,
                Optional.empty(),
                SessionStatus.ACTIVE,
                ASSISTANT,
                TestTimes.at(1));
    }

    Session inStatus(SessionStatus status, UserId owner, String key) {
        return inStatus(status, SessionKind.CHAT, owner, key, TestTimes.at(1));
    }

    Session inStatus(SessionStatus status, SessionKind kind, UserId owner, String key, Instant lastActivityAt) {
        return of(ids.session(), kind, Optional.of(owner), key, Optional.empty(), status, ASSISTANT, lastActivityAt);
    }

    Session answeredBy(Answerer answerer, UserId owner, String key) {
        return of(
                ids.session(),
                SessionKind.WORKER,
                Optional.of(owner),
                key,
                Optional.empty(),
                SessionStatus.ACTIVE,
                answerer,
                TestTimes.at(1));
    }

    Session answeredBy(WorkerId worker, UserId owner, String key) {
        return answeredBy(new Answerer.Worker(worker), owner, key);
    }

    Session titled(String title, UserId owner, String key) {
        return of(
                ids.session(),
                SessionKind.CHAT,
                Optional.of(owner),
                key,
                Optional.of(title),
                SessionStatus.ACTIVE,
                ASSISTANT,
                TestTimes.at(1));
    }

    Session orphan(String key) {
        return of(
                ids.session(),
                SessionKind.DEVICE,
                Optional.empty(),
                key,
                Optional.empty(),
                SessionStatus.ACTIVE,
                ASSISTANT,
                TestTimes.at(1));
    }

    /** The session as it is after it got another answerer. */
    static Session handedTo(Answerer answerer, Session session) {
        return changed(session, session.owner(), answerer);
    }

    /** The session as it is after it got another owner. */
    static Session givenTo(UserId owner, Session session) {
        return changed(session, Optional.of(owner), session.answerer());
    }

    private static Session changed(Session session, Optional<UserId> owner, Answerer answerer) {
        return new Session(
                session.id(),
                session.kind(),
                owner,
                session.key(),
                session.title(),
                session.status(),
                answerer,
                session.createdAt(),
                session.lastActivityAt(),
                session.endedAt(),
                session.version() + 1);
    }

    private static Session of(
            SessionId id,
            SessionKind kind,
            Optional<UserId> owner,
            String key,
            Optional<String> title,
            SessionStatus status,
            Answerer answerer,
            Instant lastActivityAt) {
        Optional<Instant> endedAt = status.isLive() ? Optional.empty() : Optional.of(TestTimes.at(2));
        return new Session(id, kind, owner, key, title, status, answerer, TestTimes.at(0), lastActivityAt, endedAt, 1);
    }
}
