package dev.chatsessions.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.core.link.LinkSettings;
import dev.chatsessions.core.webhook.WebhookSettings;
import dev.chatsessions.core.worker.WorkerSettings;
import dev.chatsessions.thread.ContextWindow;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {

    private static final Settings CHANGED = new Settings(
            Duration.ofSeconds(1),
            2,
            new ContextWindow(3),
            4,
            Duration.ofSeconds(5),
            Duration.ofSeconds(6),
            Duration.ofSeconds(7),
            Duration.ofSeconds(8),
            Duration.ofSeconds(9),
            Duration.ofSeconds(10),
            WorkerSettings.defaults().withStaleAfter(Duration.ofSeconds(10)),
            new LinkSettings(Duration.ofSeconds(11), 1, 2, 3, 4, 5, 6, 7, 8),
            WebhookSettings.defaults().withSilence(Duration.ofSeconds(12)));

    @Test
    void each_change_changes_its_own_number_and_keeps_those_changed_before() {
        var forwards = Settings.defaults()
                .withLease(CHANGED.lease())
                .withMaxAttempts(CHANGED.maxAttempts())
                .withContextWindow(CHANGED.contextWindow())
                .withMaxAnswersAtOnce(CHANGED.maxAnswersAtOnce())
                .withIdleAfter(CHANGED.idleAfter())
                .withSharedExpiry(CHANGED.sharedExpiry())
                .withPresenceGrace(CHANGED.presenceGrace())
                .withDeltaRetention(CHANGED.deltaRetention())
                .withRequestKeyRetention(CHANGED.requestKeyRetention())
                .withHousekeepingInterval(CHANGED.housekeepingInterval())
                .withWorkers(CHANGED.workers())
                .withLinks(CHANGED.links())
                .withWebhooks(CHANGED.webhooks());
        var backwards = Settings.defaults()
                .withWebhooks(CHANGED.webhooks())
                .withLinks(CHANGED.links())
                .withWorkers(CHANGED.workers())
                .withHousekeepingInterval(CHANGED.housekeepingInterval())
                .withRequestKeyRetention(CHANGED.requestKeyRetention())
                .withDeltaRetention(CHANGED.deltaRetention())
                .withPresenceGrace(CHANGED.presenceGrace())
                .withSharedExpiry(CHANGED.sharedExpiry())
                .withIdleAfter(CHANGED.idleAfter())
                .withMaxAnswersAtOnce(CHANGED.maxAnswersAtOnce())
                .withContextWindow(CHANGED.contextWindow())
                .withMaxAttempts(CHANGED.maxAttempts())
                .withLease(CHANGED.lease());

        assertEquals(CHANGED, forwards);
        assertEquals(CHANGED, backwards);
    }

    static List<Function<Duration, Settings>> times() {
        var usual = Settings.defaults();
        return List.of(
                usual::withLease,
                usual::withIdleAfter,
                usual::withSharedExpiry,
                usual::withPresenceGrace,
                usual::withDeltaRetention,
                usual::withRequestKeyRetention,
                usual::withHousekeepingInterval);
    }

    @ParameterizedTest
    @MethodSource("times")
    void a_time_is_more_than_none(Function<Duration, Settings> change) {
        change.apply(Duration.ofNanos(1));

        for (var tooShort : List.of(Duration.ZERO, Duration.ofNanos(-1))) {
            var refused = assertThrows(IllegalArgumentException.class, () -> change.apply(tooShort));
            assertTrue(refused.getMessage().contains(tooShort.toString()), refused.getMessage());
        }
    }

    @Test
    void a_number_is_at_least_one() {
        var usual = Settings.defaults();
        assertEquals(1, usual.withMaxAttempts(1).maxAttempts());
        assertEquals(1, usual.withMaxAnswersAtOnce(1).maxAnswersAtOnce());

        assertThrows(IllegalArgumentException.class, () -> usual.withMaxAttempts(0));
        assertThrows(IllegalArgumentException.class, () -> usual.withMaxAnswersAtOnce(0));
    }
}
