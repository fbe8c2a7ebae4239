package dev.chatsessions.core.session;

import dev.chatsessions.session.RetentionPolicy;
import dev.chatsessions.session.RetentionReport;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.SessionStore.Position;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One way through all sessions that policies may mean, a batch at a time, and what was counted on it. For one thread. */
final class RetentionRound {

    private enum Count {
        LOOKED,
        EXEMPT,
        DONE
    }

    /** The sessions of one status that a policy may mean. */
    record Stretch(RetentionPolicy policy, SessionStatus status) {}

    private final Instant startedAt;

    private final long most;

    private final Deque<Stretch> ahead = new ArrayDeque<>();

    private final Map<RetentionPolicy, Map<Count, Long>> counts = new LinkedHashMap<>();

    private Optional<Position> place = Optional.empty();

    /** One that looks at no more than {@code most} sessions for each policy. */
    RetentionRound(List<RetentionPolicy> policies, Instant startedAt, long most) {
        this.startedAt = startedAt;
        this.most = most;
        for (var policy : policies) {
            counts.put(policy, new EnumMap<>(Count.class));
            policy.statuses().stream().sorted().forEach(status -> ahead.add(new Stretch(policy, status)));
        }
    }

    /** Where it goes on; empty at its end. */
    Optional<Stretch> stretch() {
        return Optional.ofNullable(ahead.peek());
    }

    Optional<Position> place() {
        return place;
    }

    /** These were looked at, of {@code limit} that were asked for; so many of them are exempt. */
    void passed(List<Session> sessions, int exempt, int limit) {
        var policy = ahead.element().policy();
        add(policy, Count.LOOKED, sessions.size());
        add(policy, Count.EXEMPT, exempt);
        if (sessions.size() < limit || count(policy, Count.LOOKED) >= most) {
            ahead.remove();
            place = Optional.empty();
        } else {
            var last = sessions.get(sessions.size() - 1);
            place = Optional.of(new Position(last.lastActivityAt(), last.id()));
        }
    }

    void done() {
        add(ahead.element().policy(), Count.DONE, 1);
    }

    RetentionReport report(Optional<Instant> endedAt) {
        return new RetentionReport(
                startedAt,
                endedAt,
                counts.keySet().stream()
                        .map(policy -> new RetentionReport.Outcome(
                                policy,
                                count(policy, Count.LOOKED),
                                count(policy, Count.EXEMPT),
                                count(policy, Count.DONE)))
                        .toList());
    }

    private long count(RetentionPolicy policy, Count what) {
        return counts.get(policy).getOrDefault(what, 0L);
    }

    private void add(RetentionPolicy policy, Count what, long more) {
        counts.get(policy).merge(what, more, Long::sum);
    }
}
