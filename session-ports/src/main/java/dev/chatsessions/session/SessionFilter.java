package dev.chatsessions.session;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which sessions of a list are wanted.
 *
 * @param kind empty for every kind
 * @param statuses empty for every status
 * @param labels those that a session has to have, with these values
 */
public record SessionFilter(Optional<SessionKind> kind, Set<SessionStatus> statuses, Map<String, String> labels) {

    public SessionFilter {
        requireNonNull(kind, "kind");
        statuses = Set.copyOf(statuses);
        labels = Map.copyOf(labels);
    }

    /** Whatever their labels. */
    public SessionFilter(Optional<SessionKind> kind, Set<SessionStatus> statuses) {
        this(kind, statuses, Map.of());
    }

    /** All of them. */
    public static SessionFilter all() {
        return new SessionFilter(Optional.empty(), Set.of());
    }

    /** Those of one kind. */
    public static SessionFilter of(SessionKind kind) {
        return new SessionFilter(Optional.of(kind), Set.of());
    }

    /** Those of them with this label, too. */
    public SessionFilter withLabel(String name, String value) {
        var more = new HashMap<>(labels);
        more.put(name, value);
        return new SessionFilter(kind, statuses, more);
    }

    /** Whether {@code session} is wanted, whatever its labels. */
    public boolean accepts(Session session) {
        return (kind.isEmpty() || kind.get() == session.kind())
                && (statuses.isEmpty() || statuses.contains(session.status()));
    }
}
