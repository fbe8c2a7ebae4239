package dev.chatsessions.session;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What it takes to start a session.
 *
 * @param key empty for a fresh name, made from the session's id
 * @param answerer who answers; must fit the kind
 */
public record SessionStart(SessionKind kind, Optional<String> key, Optional<String> title, Answerer answerer) {

    public SessionStart {
        requireNonNull(kind, "kind");
        requireNonNull(key, "key");
        requireNonNull(title, "title");
        requireNonNull(answerer, "answerer");
    }

    /** A session of a kind with that kind's answerer, the assistant or nobody. A WORKER session has to name its worker. */
    public static SessionStart of(SessionKind kind) {
        return switch (kind) {
            case CHAT, DEVICE -> new SessionStart(kind, Optional.empty(), Optional.empty(), new Answerer.Assistant());
            case WORKFLOW, SHARED -> new SessionStart(kind, Optional.empty(), Optional.empty(), new Answerer.None());
            case WORKER -> throw new IllegalArgumentException("a WORKER session needs its worker as the answerer");
        };
    }

    /** The same under a key, 1 to 200 characters. */
    public SessionStart withKey(String newKey) {
        return new SessionStart(kind, Optional.of(newKey), title, answerer);
    }

    /** The same with a title, up to 200 characters. */
    public SessionStart withTitle(String newTitle) {
        return new SessionStart(kind, key, Optional.of(newTitle), answerer);
    }
}
