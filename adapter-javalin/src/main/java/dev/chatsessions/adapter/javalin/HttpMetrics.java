package dev.chatsessions.adapter.javalin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/**
 * Counts requests and streams with Micrometer, which this class needs and no other does. No meter names a session, a user
 * or an address. Thread-safe.
 *
 * <ul>
 *   <li>{@code chat.sessions.http.requests}: a timer, by {@code method}, {@code route} and {@code status}; of a stream, how
 *       long it took to begin
 *   <li>{@code chat.sessions.http.streams.ended}: by {@code transport}: sse, websocket; and {@code reason}: gone for a
 *       reader that left, slow for one that was dropped, …
 *   <li>{@code chat.sessions.http.streams.resumed}: how many events readers had missed who came back
 * </ul>
 */
public final class HttpMetrics implements HttpObserver {

    private static final String PREFIX = "chat.sessions.http.";

    private final MeterProvider<Timer> requests;

    private final MeterProvider<Counter> ended;

    private final DistributionSummary resumed;

    private HttpMetrics(MeterRegistry registry) {
        requests = Timer.builder(PREFIX + "requests")
                .description("Requests, of streams until they began")
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(25),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30))
                .withRegistry(registry);
        ended = Counter.builder(PREFIX + "streams.ended")
                .description("Streams that are over")
                .withRegistry(registry);
        resumed = DistributionSummary.builder(PREFIX + "streams.resumed")
                .description("Events that readers had missed who came back")
                .serviceLevelObjectives(1, 10, 100, 1_000, 10_000)
                .register(registry);
        for (var ending : Ending.values()) {
            ended(false, ending.word());
            ended(true, ending.word());
        }
    }

    /** Registers what is known beforehand at once, so that it is there before it happens. */
    public static HttpMetrics of(MeterRegistry registry) {
        return new HttpMetrics(registry);
    }

    @Override
    public Exchange begun(Request request) {
        var begun = System.nanoTime();
        return new Exchange() {
            @Override
            public void handled(int status) {
                requests.withTags(
                                "method",
                                request.method(),
                                "route",
                                request.route(),
                                "status",
                                Integer.toString(status))
                        .record(Duration.ofNanos(System.nanoTime() - begun));
            }
        };
    }

    @Override
    public void resumed(long events) {
        resumed.record(events);
    }

    @Override
    public void streamEnded(boolean socket, String reason) {
        ended(socket, reason).increment();
    }

    private Counter ended(boolean socket, String reason) {
        return ended.withTags("transport", socket ? "websocket" : "sse", "reason", reason);
    }
}
