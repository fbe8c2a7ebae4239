package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.server.ChatStream.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readers come and come back at about the moment at which an answer ends, to any node, and long after it, when no node is
 * there any more that saw it: each is told the rest, and one end.
 */
@Timeout(3600)
final class StreamEndProcessTest {

    private static final int USERS = 4;

    private static final int ROUNDS = 15 * Integer.getInteger("chat-sessions.kills", 1);

    private static final int READERS = 3;

    /** About as long as an answer takes from its first word to its last. */
    private static final int SPREAD_MILLIS = 60;

    private static final String ENDED =
            "select count(*) from chat_sessions.session_events where kind = 'reply_finished'";

    @TempDir
    private Path folder;

    private final long seed = System.nanoTime();

    private final DurablePostgres postgres = DurablePostgres.start();

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(USERS * (1 + READERS));

    @AfterEach
    void stop() {
        threads.shutdownNow();
        postgres.close();
    }

    /**
     * An answer, as it was told after a place in it.
     *
     * @param line to a node, whichever is at its other end
     * @param end the place after it
     * @param racers of those who came later, how many came before its end
     */
    private record Answer(ChatClient line, String place, String text, String end, long racers) {}

    @Test
    void whoever_comes_around_the_end_of_an_answer_is_told_it_once() throws Exception {
        try (var cluster = Cluster.start(folder, 2, postgres.url(), "--assistant-words-per-second=1000")) {
            var asking = new ArrayList<Callable<List<Answer>>>();
            for (var user = 0; user < USERS; user++) {
                var name = "racer-" + user;
                var random = new Random(seed + user);
                var nodes = List.of(cluster.client(0, name), cluster.client(1, name));
                asking.add(() -> answers(nodes, random, name));
            }
            var answers = new ArrayList<Answer>();
            for (var each : threads.invokeAll(asking)) {
                answers.addAll(each.get());
            }
            for (var node = 0; node < cluster.size(); node++) {
                cluster.kill(node);
                cluster.restart(node);
            }

            for (var answer : answers) {
                requireTheSameAgain(answer);
            }
            assertEquals(answers.size(), postgres.count("postgres", ENDED));
            var racers = answers.stream().mapToLong(Answer::racers).sum();
            System.out.println("faults: seed " + seed + ", " + racers + " of " + answers.size() * READERS
                    + " readers came before an end");
            assertTrue(racers > 0 && racers < answers.size() * READERS, "nobody raced: seed " + seed);
        }
    }

    private List<Answer> answers(List<ChatClient> nodes, Random random, String user) throws Exception {
        var answers = new ArrayList<Answer>();
        for (var round = 0; round < ROUNDS; round++) {
            answers.add(askAndRace(nodes, random, user + " in round " + round));
        }
        return answers;
    }

    private Answer askAndRace(List<ChatClient> nodes, Random random, String question) throws Exception {
        try (var stream = any(nodes, random).stream(question)) {
            var whole = new ArrayList<>(stream.tokens(1));
            var place = whole.get(whole.size() - 1).id();
            var before = ChatStream.text(whole);
            var readers = new ArrayList<Future<List<Event>>>();
            for (var i = 0; i < READERS; i++) {
                var node = any(nodes, random);
                var moment = random.nextInt(SPREAD_MILLIS);
                readers.add(threads.schedule(() -> resume(node, place), moment, TimeUnit.MILLISECONDS));
            }
            whole.addAll(stream.rest());
            requireOneEnd(question, whole);
            var racers = 0;
            for (var reader : readers) {
                var told = reader.get();
                requireOneEnd(question, told);
                assertEquals(ChatStream.text(whole), before + ChatStream.text(told), () -> question + ", seed " + seed);
                racers += told.size() > 2 ? 1 : 0;
            }
            var after = ChatStream.text(whole).substring(before.length());
            return new Answer(any(nodes, random), place, after, stream.lastId(), racers);
        }
    }

    /** From the store: whoever answered is gone. */
    private void requireTheSameAgain(Answer answer) {
        var again = resume(answer.line(), answer.place());
        requireOneEnd(answer.place(), again);
        assertEquals(answer.text(), ChatStream.text(again), () -> "seed " + seed);
        assertEquals(204, answer.line().statusOfResuming(answer.end()), () -> "seed " + seed);
    }

    private void requireOneEnd(String what, List<Event> told) {
        assertEquals(
                1,
                told.stream().filter(StreamEndProcessTest::isEnd).count(),
                () -> what + ": " + told + ", seed " + seed);
        assertTrue(isEnd(told.get(told.size() - 1)), () -> what + ": " + told + ", seed " + seed);
    }

    private static boolean isEnd(Event event) {
        return event.is("done") || event.is("error");
    }

    private static List<Event> resume(ChatClient node, String place) {
        try (var stream = node.resume(place)) {
            return stream.rest();
        }
    }

    private static ChatClient any(List<ChatClient> nodes, Random random) {
        return nodes.get(random.nextInt(nodes.size()));
    }
}
