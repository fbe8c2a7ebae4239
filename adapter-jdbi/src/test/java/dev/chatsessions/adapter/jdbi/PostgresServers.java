package dev.chatsessions.adapter.jdbi;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Real servers, one per version and JVM, as durable as in production. They end with the JVM. */
final class PostgresServers {

    static final int OLDEST = 15;

    static final int NEWEST = 18;

    private static final Map<Integer, EmbeddedPostgres> RUNNING = new ConcurrentHashMap<>();

    private PostgresServers() {}

    static EmbeddedPostgres version(int version) {
        return RUNNING.computeIfAbsent(version, PostgresServers::start);
    }

    /** A server of its own with other settings; closed by whoever asked for it. */
    static EmbeddedPostgres start(int version, Map<String, String> config) {
        try {
            var builder = EmbeddedPostgres.builder()
                    .setPgBinaryResolver((system, machine) -> PostgresServers.class
                            .getClassLoader()
                            .getResourceAsStream("postgres/" + version + "/postgres.txz"))
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on");
            config.forEach(builder::setServerConfig);
            return builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static EmbeddedPostgres start(int version) {
        return start(version, Map.of());
    }
}
