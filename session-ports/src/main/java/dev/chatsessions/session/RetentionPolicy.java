package dev.chatsessions.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Which sessions are put away or deleted though nobody says so. Without a policy, none is. A session with the label
 * {@code retention} and the value {@code keep} is exempt from all of them.
 *
 * @param kind of the sessions
 * @param statuses those that they may have, at least one
 * @param unused for how long nobody used them
 * @param age how long ago they were started
 * @param action what becomes of them
 */
public record RetentionPolicy(
        SessionKind kind, Set<SessionStatus> statuses, Duration unused, Duration age, Action action) {

    /** The label, and its value, by which a session is exempt. */
    public static final Map<String, String> EXEMPT = Map.of("retention", "keep");

    /** What becomes of a session. */
    public enum Action {
        /** It is ARCHIVED. */
        ARCHIVE,
        /** It goes with everything in it, as if its owner had deleted it. */
        DELETE
    }

    public RetentionPolicy {
        requireNonNull(kind, "kind");
        statuses = Set.copyOf(statuses);
        requireNonNull(unused, "unused");
        requireNonNull(age, "age");
        requireNonNull(action, "action");
        if (statuses.isEmpty()) {
            throw new IllegalArgumentException("statuses is empty");
        }
        if (action == Action.ARCHIVE && statuses.contains(SessionStatus.ARCHIVED)) {
            throw new IllegalArgumentException("statuses holds ARCHIVED, which is archived already");
        }
        if (unused.isNegative() || age.isNegative() || (unused.isZero() && age.isZero())) {
            throw new IllegalArgumentException("unused " + unused + " and age " + age + " would leave nothing");
        }
    }

    /** Puts away what nobody used for so long. */
    public static RetentionPolicy archive(SessionKind kind, Set<SessionStatus> statuses, Duration unused) {
        return new RetentionPolicy(kind, statuses, unused, Duration.ZERO, Action.ARCHIVE);
    }

    /** Deletes what nobody used for so long. */
    public static RetentionPolicy delete(SessionKind kind, Set<SessionStatus> statuses, Duration unused) {
        return new RetentionPolicy(kind, statuses, unused, Duration.ZERO, Action.DELETE);
    }

    /** The same for those only that were started so long ago. */
    public RetentionPolicy olderThan(Duration wanted) {
        return new RetentionPolicy(kind, statuses, unused, wanted, action);
    }

    /** Whether it is meant, unless it is exempt. */
    public boolean covers(Session session, Instant now) {
        return session.kind() == kind
                && statuses.contains(session.status())
                && session.idleFor(now).compareTo(unused) >= 0
                && Duration.between(session.createdAt(), now).compareTo(age) >= 0;
    }
}
