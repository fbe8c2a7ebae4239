package dev.chatsessions.session;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;

/**
 * Which sessions of a list are wanted.
 *
 * @param kind empty for every kind
 * @param statuses empty for every status
 */
public record SessionFilter(Optional<SessionKind> kind, Set<SessionStatus> statuses) {

    public SessionFilter {
        requireNonNull(kind, "kind");
        statuses = Set.copyOf(statuses);
    }

    /** All of them. */
    public static SessionFilter all() {
        return new SessionFilter(Optional.empty(), Set.of());
    }

    /** Those of one kind. */
    public static SessionFilter of(SessionKind kind) {
        return new SessionFilter(Optional.of(kind), Set.of());
    }

    /** Whether {@code session} is wanted. */
    public boolean accepts(Session session) {
        return (kind.isEmpty() || kind.get() == session.kind())
                && (statuses.isEmpty() || statuses.contains(session.status()));
    }
}
