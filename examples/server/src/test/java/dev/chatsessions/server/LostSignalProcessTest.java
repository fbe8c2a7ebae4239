package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.client.ChatSessionsClient;
import dev.chatsessions.client.StreamEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lines on which nodes listen are lost, again and again: they hear everything, no later than they look by themselves. */
@Timeout(600)
final class LostSignalProcessTest {

    private static final int TIMES = 5 * Integer.getInteger("chat-sessions.kills", 1);

    /** They look once a second. */
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private static final String LISTENING = " from pg_stat_activity where application_name = 'chat-sessions-signal'";

    @TempDir
    private Path folder;

    private final DurablePostgres postgres = DurablePostgres.start();

    private final BlockingQueue<StreamEvent> heard = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        postgres.close();
    }

    @Test
    void what_is_told_while_the_listening_lines_are_cut_is_heard_all_the_same() {
        whileListenersAreLost(time -> {
            awaitListeners();
            assertEquals(2, postgres.count("postgres", "select count(pg_terminate_backend(pid))" + LISTENING));
        });
    }

    @Test
    void what_is_told_while_the_listening_lines_are_dead_is_heard_all_the_same() {
        var dead = new ArrayList<Long>();
        try {
            whileListenersAreLost(time -> {
                if (dead.isEmpty()) {
                    awaitListeners();
                    dead.add((long) postgres.count("postgres", "select min(pid)" + LISTENING));
                    dead.add((long) postgres.count("postgres", "select max(pid)" + LISTENING));
                    dead.forEach(ProcessSignal.STOP::send);
                }
            });
        } finally {
            dead.forEach(ProcessSignal.CONT::send);
        }
    }

    private void awaitListeners() {
        Patience.until(
                () -> postgres.count("postgres", "select count(*)" + LISTENING) == 2, () -> "the nodes do not listen");
    }

    private void whileListenersAreLost(IntConsumer lose) {
        try (var cluster = Cluster.start(folder, 2, postgres.url())) {
            var there = cluster.client(1, "ann");
            there.chat("Who is there?");
            try (var client = ChatSessionsClient.builder(cluster.address(0))
                    .token(there.token())
                    .build()) {
                client.follow("/threads/user-ann/events", heard::add);
                awaitHeard("hello");
                var delays = new ArrayList<Long>();
                for (var time = 0; time < TIMES; time++) {
                    lose.accept(time);
                    there.chat("question " + time);
                    delays.add(awaitHeard("reply_finished").toMillis());
                }
                System.out.println("faults: " + TIMES + " times with no line to listen on, heard after ms " + delays);
            }
        }
    }

    /** How long that took. */
    private Duration awaitHeard(String type) {
        var began = System.nanoTime();
        try {
            for (var event = next(); !event.type().equals(type); event = next()) {
                // Whatever comes before it.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private StreamEvent next() throws InterruptedException {
        var event = heard.poll(AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
        if (event == null) {
            throw new AssertionError("nothing was heard for " + AT_MOST.toSeconds() + " s");
        }
        return event;
    }
}
