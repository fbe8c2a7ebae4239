package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.adapter.langchain4j.StubModel;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real servers on a real PostgreSQL, users who ask for more than there is, and nodes that are killed while the model has not
 * answered: between setting aside and counting.
 */
@Tag("not-the-jdk")
@Timeout(3600)
final class BudgetFaultsProcessTest {

    private static final int ROUNDS = Integer.getInteger("chat-sessions.kills", 1);

    private static final int CALLERS = 16;

    /** More than a node that lives is ever kept waiting by the machine. */
    private static final Duration LEASE = Duration.ofSeconds(5);

    private static final int NODES = 3;

    /** Of each answer; what is lost with a node is counted too, and is less than the rest. */
    private static final int RESERVE = 200;

    private static final int ANSWER = 40;

    /** Enough for some of those who ask at once, in each round, and for what is lost meanwhile. */
    private static final int MOST = 8 * RESERVE + RESERVE / 2 + 8 * (ANSWER + RESERVE) * (ROUNDS - 1);

    private static final String ASKED = "{\"message\":\"Where to?\",\"thread_id\":\"trip-%d\"}";

    @TempDir
    private Path folder;

    private final DurablePostgres postgres = DurablePostgres.start();

    private final StubModel model = new StubModel();

    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    private final HttpClient http = HttpClient.newHttpClient();

    /** How many questions the model has heard and not answered. */
    private final AtomicInteger held = new AtomicInteger();

    private volatile CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void stop() {
        gate.countDown();
        callers.shutdownNow();
        model.close();
        postgres.close();
    }

    @Test
    void no_more_is_spent_than_there_is_though_nodes_are_killed_between_setting_aside_and_counting() throws Exception {
        model.otherwise(wire -> {
            var closed = gate;
            held.incrementAndGet();
            closed.await(60, TimeUnit.SECONDS);
            wire.says("There.").ends("stop").took(ANSWER - 1, 1).isDone();
        });
        var refused = 0;
        try (var cluster =
                Cluster.start(folder, LEASE, NODES, postgres.url(), "--model-url=" + model.url(), "--model=stub")) {
            var ann = cluster.client(0, "ann");
            cluster.admin()
                    .put(
                            "/admin/budgets",
                            "{\"user_id\":\"ann\",\"period\":\"month\",\"tokens\":" + MOST + ",\"reserve\":" + RESERVE
                                    + "}");
            for (var round = 0; round < ROUNDS; round++) {
                refused += killed(cluster, ann, round);
            }
            gate.countDown();
            refused += ends(asked(cluster, ann)).stream()
                    .filter(status -> status == 429)
                    .count();
            awaitSettled();
        }

        var naive = spentByThoseWhoReadAndThenWrite();
        var ledger = number("select sum(input_tokens + output_tokens) from chat_sessions.usage_entries");
        assertEquals(ledger, number("select sum(used_tokens) from chat_sessions.budget_windows"), "the counter");
        assertEquals(
                ledger, number("select sum(input_tokens + output_tokens) from chat_sessions.threads"), "the replies");
        assertEquals(0, number("select count(*) from chat_sessions.budget_holds"), "what stays set aside");
        assertEquals(
                0,
                number("select count(*) from chat_sessions.replies r where r.attempts <>"
                        + " (select count(*) from chat_sessions.usage_entries u where u.reply_id = r.id)"),
                "replies of which an attempt is not in the books, or twice");
        assertTrue(refused > 0, "the budget was never used up");
        var lost = number("select count(*) from chat_sessions.usage_entries where attempt > 1");
        assertTrue(lost >= ROUNDS, () -> "only " + lost + " answers were lost with a node and given again");
        assertTrue(
                ledger <= MOST && naive > MOST,
                () -> "of " + MOST + " tokens " + ledger + " were spent; by those who read what is left and then write"
                        + " what they spend, " + naive);
        System.out.println("budget: of " + MOST + " tokens " + ledger + " were spent, " + lost
                + " answers were given again, " + refused + " questions refused; naively " + naive);
    }

    /** Has all ask, kills two of the nodes while the model keeps silent, and waits for the end of all that was asked. */
    private int killed(Cluster cluster, ChatClient ann, int round) throws Exception {
        gate = new CountDownLatch(1);
        held.set(0);
        var asked = asked(cluster, ann);
        // A node that was given no time by the machine may have lost a lease, and its answer may be asked for again.
        Patience.until(
                () -> held.get() + asked.stream().filter(Future::isDone).count() >= CALLERS,
                () -> "the model heard " + held + " questions");
        var reserved = number("select sum(reserved_tokens) from chat_sessions.budget_windows");
        assertTrue(reserved > 0, "nothing is set aside while the model keeps silent");
        assertWithin();

        var first = round % NODES;
        var second = (round + 1) % NODES;
        cluster.kill(first);
        cluster.kill(second);
        assertWithin();
        gate.countDown();
        var ends = ends(asked);
        awaitSettled();
        if (round + 1 < ROUNDS) {
            cluster.restart(first);
            cluster.restart(second);
        }
        assertTrue(ends.contains(0), () -> "nobody was cut off: " + ends);
        return (int) ends.stream().filter(status -> status == 429).count();
    }

    private List<Future<Integer>> asked(Cluster cluster, ChatClient ann) {
        var all = new ArrayList<Future<Integer>>();
        for (var caller = 0; caller < CALLERS; caller++) {
            var request = HttpRequest.newBuilder(cluster.address(caller % NODES).resolve("/chat"))
                    .timeout(Duration.ofSeconds(60))
                    .header("Authorization", "Bearer " + ann.token())
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(ASKED.formatted(caller)))
                    .build();
            all.add(callers.submit(() -> status(request)));
        }
        return all;
    }

    /** Of the answer; 0 where none came. */
    private int status(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException lost) {
            return 0;
        }
    }

    private static <T> List<T> ends(List<Future<T>> all) throws InterruptedException, ExecutionException {
        var ends = new ArrayList<T>();
        for (var one : all) {
            ends.add(one.get());
        }
        return ends;
    }

    private void assertWithin() {
        var taken = number("select sum(used_tokens + reserved_tokens) from chat_sessions.budget_windows");
        assertTrue(taken <= MOST, () -> taken + " taken of " + MOST);
    }

    private void awaitSettled() {
        Patience.until(
                () -> {
                    assertWithin();
                    return number("select count(*) from chat_sessions.replies where finished_at is null") == 0;
                },
                () -> "answers are still open");
    }

    /** Each is told what is there before any of them says what it takes. */
    private long spentByThoseWhoReadAndThenWrite() throws Exception {
        try (var connection = DriverManager.getConnection(postgres.url());
                var statement = connection.createStatement()) {
            statement.execute("create table naive (tokens bigint)");
        }
        var told = new CyclicBarrier(CALLERS);
        var all = new ArrayList<Future<Boolean>>();
        for (var caller = 0; caller < CALLERS; caller++) {
            Callable<Boolean> spending = () -> {
                var spent = number("select coalesce(sum(tokens), 0) from naive");
                told.await(60, TimeUnit.SECONDS);
                return spent + MOST / (CALLERS / 2) > MOST
                        || number("insert into naive values (" + MOST / (CALLERS / 2) + ") returning tokens") > 0;
            };
            all.add(callers.submit(spending));
        }
        ends(all);
        return number("select sum(tokens) from naive");
    }

    private long number(String sql) {
        try (var connection = DriverManager.getConnection(postgres.url());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
