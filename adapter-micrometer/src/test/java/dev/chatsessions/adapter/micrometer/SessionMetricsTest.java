package dev.chatsessions.adapter.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.LogScope;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.reply.FinishReason;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SessionMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final SessionMetrics metrics = metrics(registry);

    private final ReplyId reply = new ReplyId(UUID.randomUUID());

    private final LogScope session = new LogScope.OfSession(new SessionId(UUID.randomUUID()));

    private final LogScope user = new LogScope.OfUser(new UserId("alice"));

    private static SessionMetrics metrics(MeterRegistry registry) {
        return SessionMetrics.of(registry);
    }

    @Test
    void appends_are_counted_by_the_kind_of_log() {
        metrics.appended(Set.of(session, user));
        metrics.appended(Set.of(session));

        assertEquals(2, count("appends", "log", "session"));
        assertEquals(1, count("appends", "log", "user"));
        assertEquals(0, count("appends", "log", "worker"));
    }

    @Test
    void a_reply_is_waited_for_once_and_its_further_claims_are_retries() {
        metrics.replyClaimed(reply, 1, Duration.ofMillis(250));
        metrics.replyClaimed(reply, 2, Duration.ofMillis(15_000));

        var wait = registry.get("chat.sessions.reply.wait").timer();
        assertEquals(1, wait.count());
        assertEquals(250, wait.totalTime(TimeUnit.MILLISECONDS));
        assertEquals(1, registry.get("chat.sessions.reply.retries").counter().count());
    }

    @Test
    void every_reason_is_there_before_it_happens() {
        for (var reason : FinishReason.values()) {
            assertEquals(0, count("replies.finished", "reason", reason.name().toLowerCase(Locale.ROOT)));
        }

        metrics.replyFinished(reply, FinishReason.EXPIRED);

        assertEquals(1, count("replies.finished", "reason", "expired"));
        assertEquals(0, count("replies.finished", "reason", "complete"));
    }

    @Test
    void the_rest_is_counted_and_names_nobody() {
        metrics.leaseLost(reply);
        metrics.subscribers(3);
        metrics.subscribers(2);
        metrics.failed("sweep", new IllegalStateException("of " + reply));
        metrics.appended(Set.of(session, user));

        assertEquals(1, registry.get("chat.sessions.leases.lost").counter().count());
        assertEquals(2, registry.get("chat.sessions.subscribers").gauge().value());
        assertEquals(1, count("failures", "part", "sweep"));
        var named = registry.getMeters().stream()
                .map(Meter::getId)
                .map(Object::toString)
                .toList()
                .toString();
        for (var name : Set.of(reply.toString(), session.toString(), "alice")) {
            assertEquals(-1, named.indexOf(name), named);
        }
    }

    private double count(String name, String tag, String value) {
        return registry.get("chat.sessions." + name).tag(tag, value).counter().count();
    }
}
