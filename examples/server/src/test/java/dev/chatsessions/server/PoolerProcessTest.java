package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers whose way to the database leads through a pooler in transaction mode. */
@Tag("ecosystem")
@Timeout(600)
final class PoolerProcessTest {

    @TempDir
    private Path folder;

    private final DurablePostgres postgres = DurablePostgres.start();

    private Pgbouncer pooler;

    @BeforeEach
    void start() {
        pooler = Pgbouncer.before(postgres, folder);
    }

    @AfterEach
    void stop() {
        pooler.close();
        postgres.close();
    }

    @Test
    void servers_that_look_by_themselves_are_as_one() {
        var seed = System.nanoTime();
        try (var cluster =
                        Cluster.start(folder, 3, pooler.url(), "--db-notify=off", "--assistant-words-per-second=200");
                var crowd = new Crowd(cluster, 4, seed, "pooled")) {
            crowd.ask(10);

            assertEquals(List.of(), crowd.violations(), () -> "seed " + seed);
            var ann = cluster.client(1, "ann");
            try (var answer = ann.stream("Hello")) {
                var told = answer.rest();
                assertEquals(
                        ChatStream.text(told),
                        cluster.client(2, "ann")
                                .history()
                                .path("messages")
                                .path(1)
                                .path("content")
                                .asText());
            }
        }
    }

    @Test
    void a_server_that_wants_notifications_is_refused() {
        var ended =
                new Program(folder).run("serve", "--port=0", "--db=" + pooler.url(), "--admin-token=" + Cluster.ADMIN);

        assertEquals(ExitCode.DATABASE, ended.exitCode(), () -> ended.errors().toString());
        assertEquals(1, ended.errors().size(), () -> ended.errors().toString());
        assertTrue(
                ended.errors().get(0).contains("--db-notify off"),
                () -> ended.errors().toString());
    }
}
