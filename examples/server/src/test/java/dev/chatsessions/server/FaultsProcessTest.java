package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.client.ChatSessionsClient;
import dev.chatsessions.client.StreamEvent;
import dev.chatsessions.server.ChatStream.Event;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real servers on a real PostgreSQL, users who ask and readers who listen, and something that breaks all the while. In the
 * end nothing acknowledged is lost, nothing is there twice, and every reader heard the log.
 */
@Timeout(3600)
final class FaultsProcessTest {

    /** How often each fault is made: as many times more as the long form kills. */
    private static final int FAULTS = 4 * Integer.getInteger("chat-sessions.kills", 1);

    private static final int USERS = 4;

    private static final String LONG = "word ".repeat(60).strip();

    private static final DurablePostgres POSTGRES = DurablePostgres.start();

    @TempDir
    private Path folder;

    private final long seed = System.nanoTime();

    private final Random random = new Random(seed);

    private final List<StreamEvent> heard = new ArrayList<>();

    @AfterAll
    static void stopPostgres() {
        POSTGRES.close();
    }

    /** Something that breaks, again and again, until it is closed. */
    private static final class Trouble implements AutoCloseable {

        private final CountDownLatch over = new CountDownLatch(1);

        private final Thread thread;

        private final List<Throwable> failures = new ArrayList<>();

        private int times;

        Trouble(int most, Duration pause, IntConsumer fault) {
            thread = new Thread(
                    () -> {
                        try {
                            for (var time = 0;
                                    time < most && !over.await(pause.toMillis(), TimeUnit.MILLISECONDS);
                                    time++) {
                                fault.accept(time);
                                times++;
                            }
                        } catch (InterruptedException | RuntimeException failure) {
                            failures.add(failure);
                        }
                    },
                    "trouble");
            thread.start();
        }

        boolean goesOn() {
            return thread.isAlive();
        }

        /** Breaks nothing more; says how often it did. */
        int end() {
            over.countDown();
            try {
                thread.join(TimeUnit.MINUTES.toMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            assertEquals(List.of(), failures);
            return times;
        }

        @Override
        public void close() {
            over.countDown();
        }
    }

    @Test
    void cut_lines_lose_and_double_nothing() {
        try (var cluster = Cluster.start(folder, 2, POSTGRES.url());
                var crowd = new Crowd(cluster, USERS, seed, "cut")) {
            try (var trouble = new Trouble(
                    Integer.MAX_VALUE,
                    Duration.ofMillis(60),
                    time -> cluster.line(random.nextInt(cluster.size())).reset())) {
                crowd.ask(10 * FAULTS);
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
    void a_frozen_node_does_not_go_on_with_what_another_has_ended() throws InterruptedException {
        try (var cluster = Cluster.start(folder, 2, POSTGRES.url(), "--assistant-words-per-second=20")) {
            var token = new RunningServer(cluster.address(0), Cluster.ADMIN)
                    .issueToken("frozen", IssueTokenCommand.Role.USER, Duration.ofHours(1));
            var there = new ChatClient(cluster.address(1), token);
            var here = new ChatClient(cluster.address(0), token);
            here.chat("Who is there?");
            var log = new LinkedBlockingQueue<StreamEvent>();
            try (var client = ChatSessionsClient.builder(cluster.address(0))
                            .token(token)
                            .build();
                    var stream = client.follow("/threads/user-frozen/events", log::add);
                    var answer = there.stream(LONG)) {
                var seen = new ArrayList<Event>();
                while (seen.stream().filter(event -> event.is("token")).count() < 4) {
                    seen.add(answer.next().orElseThrow());
                }
                cluster.freeze(1);
                try (var resumed = here.resume(answer.lastId())) {
                    seen.addAll(resumed.rest());
                }
                var last = seen.get(seen.size() - 1);
                assertEquals("expired", last.data().path("finish_reason").asText(), last::toString);
                assertEquals(ChatStream.text(seen), lastContent(here.history()));
                var ended = next(log, "reply_finished").text("reply_id");
                heard.clear();

                cluster.thaw(1);
                // Two whole answers take longer than the rest of one.
                there.chat(LONG);
                there.chat(LONG);

                assertNotEquals(ended, next(log, "reply_finished").text("reply_id"));
                assertNotEquals(ended, next(log, "reply_finished").text("reply_id"));
                assertEquals(
                        ChatStream.text(seen),
                        here.history().path("messages").path(3).path("content").asText());
                assertEquals(
                        0,
                        heard.stream()
                                .filter(event -> event.text("reply_id").equals(ended))
                                .count());
                assertTrue(stream.place().isPresent());
            }
        }
    }

    private StreamEvent next(BlockingQueue<StreamEvent> log, String type) throws InterruptedException {
        for (var event = log.poll(1, TimeUnit.MINUTES); event != null; event = log.poll(1, TimeUnit.MINUTES)) {
            if (event.type().equals(type)) {
                return event;
            }
            heard.add(event);
        }
        throw new AssertionError("no " + type + " was heard");
    }

    private static String lastContent(JsonNode history) {
        var messages = history.path("messages");
        return messages.path(messages.size() - 1).path("content").asText();
    }

    private static int dropConnections() {
        try (var connection = DriverManager.getConnection(POSTGRES.url());
                var query = connection.prepareStatement("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                        + " where application_name = 'chat-sessions' and random() < 0.3");
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
