package dev.chatsessions.session;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A session as it stands.
 *
 * @param owner whose it is; empty for an orphan, which waits to be claimed
 * @param key the name its owner or a document gave it: unique per owner and kind among those that hold their key; 1 to
 *     200 characters
 * @param title for people, up to 200 characters
 * @param lastActivityAt when a message was last stored, or the session last changed
 * @param endedAt when it stopped being live; empty while it is
 * @param version moves with each change that a client can make (title, status), never with activity
 */
public record Session(
        SessionId id,
        SessionKind kind,
        Optional<UserId> owner,
        String key,
        Optional<String> title,
        SessionStatus status,
        Answerer answerer,
        Instant createdAt,
        Instant lastActivityAt,
        Optional<Instant> endedAt,
        long version) {

    public Session {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(owner, "owner");
        requireNonNull(key, "key");
        requireNonNull(title, "title");
        requireNonNull(status, "status");
        requireNonNull(answerer, "answerer");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(lastActivityAt, "lastActivityAt");
        requireNonNull(endedAt, "endedAt");
        if (version < 1) {
            throw new IllegalArgumentException("version " + version + " is less than 1");
        }
    }

    /** How long nothing happened in it; never negative. */
    public Duration idleFor(Instant now) {
        return now.isBefore(lastActivityAt) ? Duration.ZERO : Duration.between(lastActivityAt, now);
    }

    /** Whether it is over: for good, or, where it goes with its clients, until it is reopened. */
    public boolean hasEnded() {
        return status.isOver() || (kind == SessionKind.SHARED && !status.isLive());
    }

    /** The same session in another status from {@code at} on, one version later. */
    public Session movedTo(SessionStatus next, Instant at) {
        Optional<Instant> ended = next.isLive() ? Optional.empty() : Optional.of(endedAt.orElse(at));
        return new Session(id, kind, owner, key, title, next, answerer, createdAt, at, ended, version + 1);
    }

    /** The same session in another status because nobody used it: no activity, one version later. */
    public Session agedTo(SessionStatus next, Instant at) {
        Optional<Instant> ended = next.isLive() ? Optional.empty() : Optional.of(at);
        return new Session(id, kind, owner, key, title, next, answerer, createdAt, lastActivityAt, ended, version + 1);
    }

    /** The same session under another title, one version later. */
    public Session renamedTo(Optional<String> newTitle) {
        return new Session(
                id, kind, owner, key, newTitle, status, answerer, createdAt, lastActivityAt, endedAt, version + 1);
    }

    /** The same session, one version later because of what is kept beside it. */
    public Session revised() {
        return new Session(
                id, kind, owner, key, title, status, answerer, createdAt, lastActivityAt, endedAt, version + 1);
    }

    /** The same session in which somebody else answers, which is no change of its owner's. */
    public Session answeredBy(Answerer next) {
        return new Session(id, kind, owner, key, title, status, next, createdAt, lastActivityAt, endedAt, version);
    }

    /** The same session, {@code newOwner}'s from now on and known to him under another key, one version later. */
    public Session givenTo(UserId newOwner, String newKey) {
        return new Session(
                id,
                kind,
                Optional.of(newOwner),
                newKey,
                title,
                status,
                answerer,
                createdAt,
                lastActivityAt,
                endedAt,
                version + 1);
    }

    /** The same session, used at {@code at}; never moves backwards. */
    public Session touchedAt(Instant at) {
        return at.isAfter(lastActivityAt)
                ? new Session(id, kind, owner, key, title, status, answerer, createdAt, at, endedAt, version)
                : this;
    }
}
