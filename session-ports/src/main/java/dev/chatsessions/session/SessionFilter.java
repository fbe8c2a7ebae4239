package dev.chatsessions.session;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which sessions of a list are wanted.
 *
 * @param kind empty for every kind
 * @param statuses empty for every status
 * @param labels those that a session has to have, each with one of these values
 */
public record SessionFilter(Optional<SessionKind> kind, Set<SessionStatus> statuses, Map<String, Set<String>> labels) {

    public SessionFilter {
        requireNonNull(kind, "kind");
        statuses = Set.copyOf(statuses);
        labels = labels.entrySet().stream()
                .collect(toUnmodifiableMap(Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
        if (labels.containsValue(Set.of())) {
            throw new IllegalArgumentException("a label in labels is wanted with no value");
        }
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
        return withLabel(name, Set.of(value));
    }

    /** Those of them with this label, too, and one of these values. */
    public SessionFilter withLabel(String name, Set<String> values) {
        var more = new HashMap<>(labels);
        more.put(name, values);
        return new SessionFilter(kind, statuses, more);
    }

    /** Whether {@code session} is wanted, whatever its labels. */
    public boolean accepts(Session session) {
        return (kind.isEmpty() || kind.get() == session.kind())
                && (statuses.isEmpty() || statuses.contains(session.status()));
    }
}
