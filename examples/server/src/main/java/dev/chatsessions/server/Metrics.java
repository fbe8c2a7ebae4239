package dev.chatsessions.server;

import com.zaxxer.hikari.HikariDataSource;
import dev.chatsessions.adapter.javalin.HttpMetrics;
import dev.chatsessions.adapter.javalin.HttpObserver;
import dev.chatsessions.adapter.micrometer.SessionMetrics;
import dev.chatsessions.spi.Observer;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** What is counted: the library's own, the pool, the open streams, and the JVM. */
final class Metrics implements AutoCloseable {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private final Observer sessions = SessionMetrics.of(registry);

    private final HttpObserver requests = HttpMetrics.of(registry);

    private final JvmGcMetrics collections = new JvmGcMetrics();

    Metrics() {
        List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ProcessorMetrics(),
                        new UptimeMetrics(),
                        collections)
                .forEach(jvm -> jvm.bindTo(registry));
    }

    Observer observer() {
        return sessions;
    }

    HttpObserver requests() {
        return requests;
    }

    void watch(HikariDataSource pool) {
        pool.setMetricRegistry(registry);
    }

    void watch(ClockSkew clock) {
        TimeGauge.builder("chat.sessions.clock.skew", clock, TimeUnit.SECONDS, ClockSkew::seconds)
                .description("How far this machine's clock is ahead of the database's")
                .register(registry);
    }

    void watch(IntSupplier openStreams) {
        Gauge.builder("chat.sessions.http.streams", openStreams, IntSupplier::getAsInt)
                .description("Open streams to readers")
                .strongReference(true)
                .register(registry);
    }

    /** Answers in the text format of Prometheus. */
    void tell(Context ctx) {
        ctx.header("Cache-Control", "no-store").contentType(TEXT).result(told());
    }

    String told() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
