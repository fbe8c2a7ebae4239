package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real servers on a real PostgreSQL, users who ask and readers who listen, and something that breaks all the while. In the
 * end nothing acknowledged is lost, nothing is there twice, and every reader heard the log.
 */
@Timeout(3600)
final class FaultsProcessTest {

    /** How often each fault is made: as many times more as the long form kills. */
    private static final int FAULTS = 4 * Integer.getInteger("chat-sessions.kills", 1);

    private static final int USERS = 4;

    private static final DurablePostgres POSTGRES = DurablePostgres.start();

    @TempDir
    private Path folder;

    private final long seed = System.nanoTime();

    private final Random random = new Random(seed);

    @AfterAll
    static void stopPostgres() {
        POSTGRES.close();
    }

    @ParameterizedTest(name = "notifications {0}")
    @ValueSource(strings = {"on", "off"})
    void cut_lines_lose_and_double_nothing(String notify) {
        try (var cluster = Cluster.start(folder, 2, POSTGRES.url(), "--db-notify=" + notify);
                var crowd = new Crowd(cluster, USERS, seed, "cut-" + notify)) {
            crowd.ask(2);
            assertEquals(List.of(), crowd.violations(), "without a fault");
            try (var trouble = new Trouble(
                    Integer.MAX_VALUE,
                    Duration.ofMillis(60),
                    time -> cluster.line(random.nextInt(cluster.size())).reset())) {
                crowd.ask(8 * FAULTS);
                assertTrue(trouble.end() > 0);
            }

            require(crowd);
            assertTrue(cluster.cuts() > FAULTS, () -> "only " + cluster.cuts() + " lines were cut");
            assertTrue(crowd.interruptions() > 0, "no reader was interrupted");
        }
    }

    @Test
    void killed_nodes_lose_and_double_nothing() {
        try (var cluster = Cluster.start(folder, 3, POSTGRES.url());
                var crowd = new Crowd(cluster, USERS, seed, "killed")) {
            try (var trouble = new Trouble(FAULTS, Duration.ofMillis(300), time -> {
                var node = random.nextInt(cluster.size());
                cluster.kill(node);
                cluster.restart(node);
            })) {
                while (trouble.goesOn()) {
                    crowd.ask(5);
                }
                assertEquals(FAULTS, trouble.end());
            }

            require(crowd);
            assertTrue(crowd.history().unknowns() > 0, "no question was cut off");
        }
    }

    @Test
    void a_rolling_restart_loses_and_doubles_nothing() {
        try (var cluster = Cluster.start(folder, 3, POSTGRES.url());
                var crowd = new Crowd(cluster, USERS, seed, "rolling")) {
            var codes = new ArrayList<Integer>();
            try (var trouble = new Trouble(cluster.size(), Duration.ofMillis(300), node -> {
                codes.add(cluster.stop(node));
                cluster.restart(node);
            })) {
                while (trouble.goesOn()) {
                    crowd.ask(5);
                }
                assertEquals(cluster.size(), trouble.end());
            }

            require(crowd);
            assertEquals(List.of(143, 143, 143), codes);
        }
    }

    @Test
    void a_database_that_drops_its_connections_loses_and_doubles_nothing() {
        try (var cluster = Cluster.start(folder, 2, POSTGRES.url());
                var crowd = new Crowd(cluster, USERS, seed, "dropped")) {
            var dropped = new ArrayList<Integer>();
            try (var trouble =
                    new Trouble(Integer.MAX_VALUE, Duration.ofMillis(200), time -> dropped.add(dropConnections()))) {
                crowd.ask(5 * FAULTS);
                assertTrue(trouble.end() > 0);
            }

            require(crowd);
            assertTrue(dropped.stream().mapToInt(Integer::intValue).sum() > FAULTS, dropped::toString);
        }
    }

    @Test
    void a_database_that_is_restarted_loses_and_doubles_nothing() {
        try (var cluster = Cluster.start(folder, 2, POSTGRES.url());
                var crowd = new Crowd(cluster, USERS, seed, "restarted")) {
            try (var trouble = new Trouble(FAULTS / 2, Duration.ofMillis(500), time -> {
                var before = crowd.history().unknowns();
                POSTGRES.stop(time % 2 == 0 ? "immediate" : "fast");
                // It would be back before anybody noticed else.
                crowd.await(() -> crowd.history().unknowns() > before);
                POSTGRES.startAgain();
            })) {
                while (trouble.goesOn()) {
                    crowd.ask(5);
                }
                assertEquals(FAULTS / 2, trouble.end());
            }

            require(crowd);
            assertTrue(crowd.history().unknowns() >= FAULTS / 2, "nobody was turned away");
        }
    }

    private static int dropConnections() {
        try (var connection = DriverManager.getConnection(POSTGRES.url());
                var query = connection.prepareStatement("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                        + " where application_name like 'chat-sessions%' and random() < 0.3");
                var row = query.executeQuery()) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void require(Crowd crowd) {
        System.out.println("faults: seed " + seed + ", " + crowd.history().unknowns() + " tries without an answer, "
                + crowd.interruptions() + " interruptions");
        assertEquals(List.of(), crowd.violations(), () -> "seed " + seed);
    }
}
