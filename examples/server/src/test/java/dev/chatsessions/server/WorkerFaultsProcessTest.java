package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.client.FaultProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker answers while the servers, their database and the line to them break: its user is told every word once, in the
 * end one answer is there to each question, and it is what was told.
 */
@Tag("not-the-jdk")
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WorkerFaultsProcessTest {

    private static final int TIMES = Integer.getInteger("chat-sessions.kills", 1);

    /** In the long form another takes over, else it is started again. */
    private static final int NODES = TIMES > 1 ? 2 : 1;

    /** In the long form for as long as is promised. */
    private static final Duration CUT = TIMES > 1 ? Duration.ofSeconds(10) : Duration.ofSeconds(1);

    private final DurablePostgres postgres = DurablePostgres.start();

    private final FaultProxy wayToDatabase = new FaultProxy(postgres.port());

    private final AtomicInteger questions = new AtomicInteger();

    private Path folder;

    private String database;

    private Cluster cluster;

    private FaultProxy line;

    private ChatClient ann;

    private WorkerProgram worker;

    @BeforeAll
    void hire(@TempDir Path place) {
        folder = place;
        database =
                postgres.url(postgres.database()).replaceFirst("//[^/]*/", "//127.0.0.1:" + wayToDatabase.port() + "/");
        cluster = Cluster.start(folder, Duration.ofSeconds(15), NODES, database);
        line = new FaultProxy(cluster.address(0).getPort());
        ann = cluster.client(0, "ann");
        worker = WorkerProgram.start(folder, URI.create("http://127.0.0.1:" + line.port()))
                .hired(ann);
    }

    @AfterAll
    void stop() {
        worker.close();
        line.close();
        cluster.close();
        wayToDatabase.close();
        postgres.close();
    }

    @Test
    void a_server_that_is_killed_loses_and_doubles_nothing() {
        var interruptions = survive(time -> {
            // The one to which everybody has moved.
            cluster.kill(time % NODES);
            cluster.restart(time % NODES);
        });

        assertTrue(interruptions >= TIMES, () -> "heard of " + interruptions + " interruptions only");
    }

    @Test
    void a_database_that_hangs_up_loses_and_doubles_nothing() {
        survive(time -> {
            wayToDatabase.close(true);
            awaitDatabaseAway();
            wayToDatabase.close(false);
        });
    }

    @Test
    void a_database_that_crashes_loses_and_doubles_nothing() {
        survive(time -> {
            postgres.stop("immediate");
            awaitDatabaseAway();
            postgres.startAgain();
        });
    }

    @Test
    void a_line_that_is_cut_for_less_than_the_lease_loses_and_doubles_nothing() {
        survive(time -> {
            cut();
            awaitEndOfCut();
            line.close(false);
        });
    }

    private void awaitDatabaseAway() {
        Patience.until(() -> ann.status("/ready") == 503, () -> "nobody misses the database");
    }

    private void cut() {
        var before = line.cuts();
        line.close(true);
        assertTrue(line.cuts() > before, "nothing was cut");
    }

    private static void awaitEndOfCut() {
        var until = System.nanoTime() + CUT.toNanos();
        Patience.until(() -> System.nanoTime() >= until, () -> "time stands still");
    }

    /** Breaks something in the middle of each answer; says how often the user's line broke with it. */
    private int survive(IntConsumer fault) {
        try (var conversation = WorkerConversation.begin(ann)) {
            for (var time = 0; time < TIMES; time++) {
                var end = folder.resolve("end-" + questions.incrementAndGet());
                var reply = conversation.ask(countingUntilThereIs(end));
                conversation.awaitMoreThan(reply, 0);
                fault.accept(time);
                conversation.awaitMoreThan(reply, conversation.heard(reply).length());
                create(end);

                var finished = conversation.finished(reply);
                assertEquals("complete", finished.path("finish_reason").asText());
                assertEquals(counted(text(finished)), text(finished));
                assertEquals(text(finished), conversation.heard(reply));
            }
            assertEquals(List.of(), conversation.violations());
            assertEquals(TIMES, conversation.answers().size());
            return conversation.interruptions();
        }
    }

    private static String text(JsonNode finished) {
        return finished.path("message").path("content").asText();
    }

    private static String countingUntilThereIs(Path end) {
        return "i=0; while [ ! -e " + end.getFileName() + " ]; do i=$((i+1)); echo $i; sleep 0.05; done; echo end";
    }

    /** As far as it counted, without what it may have lost, doubled or mixed up. */
    private static String counted(String text) {
        var last = text.lines()
                .filter(said -> !said.equals("end"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
        return IntStream.rangeClosed(1, last).mapToObj(i -> i + "\n").collect(Collectors.joining()) + "end\n";
    }

    private static void create(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_line_that_is_cut_for_longer_than_the_lease_leaves_one_answer() {
        try (var hasty = Cluster.start(folder, Duration.ofSeconds(2), 1, database)) {
            line.leadTo(hasty.address(0).getPort());
            line.reset();
            try (var conversation = WorkerConversation.begin(ann)) {
                var lost = conversation.ask("echo begun; while echo more; do sleep 0.1; done");
                conversation.awaitMoreThan(lost, 0);
                cut();
                var queued = conversation.ask("echo next");
                awaitEndOfCut();
                var finished = conversation.finished(lost);
                line.close(false);

                assertEquals("expired", finished.path("finish_reason").asText());
                assertEquals(text(finished), conversation.heard(lost));
                assertTrue(text(finished).startsWith("begun\n"));
                assertEquals("next\n", text(conversation.finished(queued)));
                assertEquals(List.of(), conversation.violations());
                assertEquals(List.of(text(finished), "next\n"), conversation.answers());
            }
            line.leadTo(cluster.address(0).getPort());
        }
    }
}
