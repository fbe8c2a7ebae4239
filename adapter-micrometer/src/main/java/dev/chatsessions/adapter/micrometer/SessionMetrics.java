package dev.chatsessions.adapter.micrometer;

import dev.chatsessions.LogScope;
import dev.chatsessions.ReplyId;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.spi.Observer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An observer that counts, by meters whose names begin with {@code chat.sessions}. No meter has a tag for a session, user,
 * worker or model: their number would grow with use. Thread-safe.
 *
 * <ul>
 *   <li>{@code chat.sessions.appends}: commits that added to a log, by {@code log}: session, user or worker
 *   <li>{@code chat.sessions.reply.wait}: from a question to the claim of its reply, a timer
 *   <li>{@code chat.sessions.reply.retries}: claims after a first one that came to nothing
 *   <li>{@code chat.sessions.replies.finished}: finished replies, by {@code reason}
 *   <li>{@code chat.sessions.leases.lost}: leases that ran out
 *   <li>{@code chat.sessions.subscribers}: who follows a log now
 *   <li>{@code chat.sessions.failures}: parts that failed and went on, by {@code part}
 * </ul>
 */
public final class SessionMetrics implements Observer {

    private static final String PREFIX = "chat.sessions.";

    private final MeterRegistry registry;

    private final Counter ofSessions;

    private final Counter ofUsers;

    private final Counter ofWorkers;

    private final Timer wait;

    private final Counter retries;

    private final Map<FinishReason, Counter> finished = new EnumMap<>(FinishReason.class);

    private final Counter leasesLost;

    private final AtomicInteger subscribers = new AtomicInteger();

    private SessionMetrics(MeterRegistry registry) {
        this.registry = registry;
        ofSessions = appends("session");
        ofUsers = appends("user");
        ofWorkers = appends("worker");
        wait = Timer.builder(PREFIX + "reply.wait")
                .description("From a question to the claim of its reply")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(1))
                .register(registry);
        retries = Counter.builder(PREFIX + "reply.retries")
                .description("Claims after a first one that came to nothing")
                .register(registry);
        for (var reason : FinishReason.values()) {
            finished.put(
                    reason,
                    Counter.builder(PREFIX + "replies.finished")
                            .description("Finished replies")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        leasesLost = Counter.builder(PREFIX + "leases.lost")
                .description("Leases that ran out")
                .register(registry);
        Gauge.builder(PREFIX + "subscribers", subscribers, AtomicInteger::get)
                .description("Who follows a log now")
                .register(registry);
    }

    /** Registers the meters at once, so that each is there before something happens. */
    public static SessionMetrics of(MeterRegistry registry) {
        return new SessionMetrics(registry);
    }

    private Counter appends(String log) {
        return Counter.builder(PREFIX + "appends")
                .description("Commits that added to a log")
                .tag("log", log)
                .register(registry);
    }

    @Override
    public void appended(Set<LogScope> grown) {
        for (var scope : grown) {
            if (scope instanceof LogScope.OfSession) {
                ofSessions.increment();
            } else if (scope instanceof LogScope.OfUser) {
                ofUsers.increment();
            } else {
                ofWorkers.increment();
            }
        }
    }

    @Override
    public void replyClaimed(ReplyId reply, int attempt, Duration waited) {
        if (attempt > 1) {
            retries.increment();
        } else {
            wait.record(waited);
        }
    }

    @Override
    public void replyFinished(ReplyId reply, FinishReason reason) {
        finished.get(reason).increment();
    }

    @Override
    public void leaseLost(ReplyId reply) {
        leasesLost.increment();
    }

    @Override
    public void subscribers(int now) {
        subscribers.set(now);
    }

    @Override
    public void failed(String part, Throwable failure) {
        Counter.builder(PREFIX + "failures")
                .description("Parts that failed and went on")
                .tag("part", part)
                .register(registry)
                .increment();
    }
}
