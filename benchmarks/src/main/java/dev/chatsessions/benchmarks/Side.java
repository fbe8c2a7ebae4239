package dev.chatsessions.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server that sends the same to everybody who listens, and one way to listen to it. */
final class Side {

    /** How many messages may be on their way where as many are sent as can be. */
    private static final int WINDOW = 16;

    private final String name;

    private final Broadcast broadcast;

    private final Transport transport;

    Side(String name, Broadcast broadcast, Transport transport) {
        this.name = name;
        this.broadcast = broadcast;
        this.transport = transport;
    }

    String name() {
        return name;
    }

    /** Has so many listeners listen to some messages, then leave. */
    Heard turn(int listeners, int messages, Duration apart, Duration saturated) {
        var tally = new Tally(listeners, broadcast.next);
        try (var audience = audience(listeners, Optional.empty(), tally)) {
            var taken = new Samples();
            pace(audience, listeners, messages, apart);
            broadcast.sent().forEach(sent -> taken.addSince(sent.at, tally.arrivals(sent.mark)));
            var speed = saturate(audience, listeners, messages, saturated);
            broadcast.sent();
            return new Heard(
                    taken,
                    speed,
                    tally.lost(broadcast.next),
                    tally.doubled(),
                    audience.burstConnected(),
                    audience.burstGreeted());
        } finally {
            broadcast.sweep();
        }
    }

    private Audience audience(int listeners, Optional<String> place, Audience.Hearing hearing) {
        return Audience.of(transport, everybody(listeners), place, hearing);
    }

    private List<URI> everybody(int listeners) {
        return Collections.nCopies(listeners, broadcast.program.address());
    }

    private void pace(Audience audience, int listeners, int messages, Duration apart) {
        var next = System.nanoTime();
        for (var i = 0; i < messages; i++) {
            for (var left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            broadcast.publish();
            next += apart.toNanos();
        }
        audience.await((long) messages * listeners);
    }

    /** Gives the deliveries per second. */
    private double saturate(Audience audience, int listeners, long before, Duration length) {
        var start = System.nanoTime();
        var messages = 0L;
        while (System.nanoTime() - start < length.toNanos()) {
            audience.await((before + messages + 1 - WINDOW) * listeners);
            broadcast.publish();
            messages++;
        }
        var all = audience.await((before + messages) * listeners);
        return (all - before * listeners) * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - start);
    }

    /** What so many idle listeners keep of the server's heap, in bytes for each. */
    double heapOfIdle(int listeners) {
        var before = Long.parseLong(broadcast.program.ask("heap"));
        try (var audience = audience(listeners, Optional.empty(), (listener, mark, at) -> {})) {
            audience.await(0);
            return (Long.parseLong(broadcast.program.ask("heap")) - before) / (double) listeners;
        } finally {
            broadcast.sweep();
        }
    }

    /** Has all come at once for what they missed; how long each took until it had all of it. */
    Heard storm(int listeners, int behind) {
        var place = broadcast.program.ask("place");
        var first = broadcast.next;
        for (var i = 0; i < behind; i++) {
            broadcast.publish();
        }
        broadcast.sent();
        var tally = new Tally(listeners, first);
        try (var audience = audience(listeners, Optional.of(place), tally)) {
            audience.await((long) listeners * behind);
            var taken = new Samples();
            taken.addSince(audience.begun(), tally.arrivals(broadcast.next - 1));
            return new Heard(
                    taken,
                    0,
                    tally.lost(broadcast.next),
                    tally.doubled(),
                    audience.burstConnected(),
                    audience.burstGreeted());
        } finally {
            broadcast.sweep();
        }
    }

    /**
     * What an audience heard in one turn.
     *
     * @param taken the time of each delivery
     * @param perSecond deliveries, when as many were sent as could be
     */
    record Heard(Samples taken, double perSecond, long lost, long doubled, long connected, long greeted) {}

    /** A message and when it was sent, or durable where it is stored. */
    record Sent(long mark, long at) {}

    /** A broadcaster that runs as a program, and how far it came. */
    static final class Broadcast implements AutoCloseable {

        private static final Duration PATIENCE = Duration.ofSeconds(30);

        private final Program program;

        private long next = 1;

        private int unanswered;

        Broadcast(Program program) {
            this.program = program;
        }

        private void publish() {
            program.tell("publish " + next++);
            unanswered++;
        }

        /** What was published since this was asked last. */
        private Deque<Sent> sent() {
            var sent = new ArrayDeque<Sent>();
            for (; unanswered > 0; unanswered--) {
                var words = program.answer("publish").split(" ");
                sent.add(new Sent(Long.parseLong(words[0]), Long.parseLong(words[1])));
            }
            return sent;
        }

        /** Waits until the server knows that nobody listens; some learn it only when they send. */
        private void sweep() {
            var start = System.nanoTime();
            while (!program.ask("listeners").equals("0")) {
                publish();
                sent();
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new IllegalStateException("a server still has listeners that left");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }

        @Override
        public void close() {
            program.close();
        }
    }
}
