package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What readers and answers took is given back, however they ended. */
@Timeout(600)
final class LeaksProcessTest {

    private static final int ROUNDS = 3 * Integer.getInteger("chat-sessions.kills", 1);

    private static final int STREAMS = 10;

    /** Connections that the pool or Jetty happened to open or close meanwhile. */
    private static final int FILES_MORE_OR_LESS = 8;

    private static final String LONG = "word ".repeat(60).strip();

    @TempDir
    private Path folder;

    private final long seed = System.nanoTime();

    private final Random random = new Random(seed);

    private final DurablePostgres postgres = DurablePostgres.start();

    @AfterEach
    void stop() {
        postgres.close();
    }

    @Test
    void streams_threads_connections_and_files_are_given_back() {
        try (var cluster = Cluster.start(folder, 1, postgres.url(), "--assistant-words-per-second=100");
                var insides = Insides.of(cluster.process(0))) {
            var ann = cluster.client(0, "ann");
            ann.chat("Who is there?");
            useAndLeave(cluster, ann);
            var threads = insides.threads();
            System.out.println("faults: seed " + seed);
            awaitNoStreams(insides, ann);
            var files = insides.openFiles();

            for (var round = 0; round < ROUNDS; round++) {
                useAndLeave(cluster, ann);
            }

            assertTrue(cluster.cuts() > ROUNDS, () -> "only " + cluster.cuts() + " lines were cut");
            awaitNoStreams(insides, ann);
            insides.awaitNoMoreThreadsThan(threads);
            Patience.until(
                    () -> insides.openFiles() <= files + FILES_MORE_OR_LESS,
                    () -> "files were " + files + " and are " + insides.openFiles() + ", seed " + seed);
            Patience.until(
                    () -> connections("and state <> 'idle'") == 0,
                    () -> connections("and state <> 'idle'") + " connections are in use, seed " + seed);
            assertEquals(1, connections("and application_name = 'chat-sessions-signal'"));
        }
    }

    /** Streams of all kinds: read to their ends, left in the middle, and cut. */
    private void useAndLeave(Cluster cluster, ChatClient ann) {
        var left = new ArrayList<ChatStream>();
        for (var i = 0; i < STREAMS; i++) {
            left.add(ann.events("user-ann"));
        }
        try (var whole = ann.stream("a short question")) {
            whole.rest();
        }
        for (var i = 0; i < 3; i++) {
            try (var begun = ann.stream(LONG)) {
                begun.tokens(1 + random.nextInt(5));
            }
            ann.stop();
        }
        var cut = ann.stream(LONG);
        cut.tokens(2);
        cluster.line(0).reset();
        cut.rest();
        left.forEach(ChatStream::close);
        try (var rest = ann.resume(cut.lastId())) {
            rest.rest();
        }
    }

    /** That a reader has gone is found out when there is something to tell it. */
    private static void awaitNoStreams(Insides insides, ChatClient ann) {
        Patience.until(
                () -> {
                    ann.chat("Is anybody there?");
                    return open(insides) == 0;
                },
                () -> open(insides) + " streams are still open");
    }

    private static long open(Insides insides) {
        return insides.instances("dev.chatsessions.adapter.javalin.LiveConnection")
                + insides.instances("dev.chatsessions.core.live.Subscriber")
                + insides.instances("dev.chatsessions.core.live.Follower");
    }

    private int connections(String which) {
        return postgres.count(
                "postgres",
                "select count(*) from pg_stat_activity where application_name like 'chat-sessions%' " + which);
    }
}
