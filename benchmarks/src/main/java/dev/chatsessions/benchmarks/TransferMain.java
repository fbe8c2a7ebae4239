package dev.chatsessions.benchmarks;

import dev.chatsessions.Caller;
import dev.chatsessions.JsonValue;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.transfer.Intake;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** In a process of its own, whose heap is small: one user's data goes from one storage to another, and a second time. */
final class TransferMain {

    private static final int ON_THEIR_WAY = 64;

    private static final int TOLD_EVERY = 10_000;

    private static final Caller.Admin ADMIN = Caller.admin("benchmark");

    private TransferMain() {}

    /** The place to take from and the place to take to, by name, and how many messages there are. */
    public static void main(String... arguments) throws InterruptedException {
        var messages = Integer.parseInt(arguments[2]);
        try (var from = Place.open(arguments[0], 4);
                var to = Place.open(arguments[1], 4);
                var there = SessionCore.builder().storage(from.storage()).build();
                var here = SessionCore.builder().storage(to.storage()).build()) {
            var user = new ChatKeeper(there).startOf(messages);
            var first = moved(user, there, here);
            var second = moved(user, there, here);
            if (first.kept().added().getOrDefault("message", 0L) != messages
                    || !second.kept().added().isEmpty()) {
                throw new IllegalStateException(first.kept() + " and then " + second.kept());
            }
            System.out.println("moved " + first.lines() + " " + first.took().toMillis() + " "
                    + second.took().toMillis() + " " + SmallHeap.peak());
        }
    }

    private static Moved moved(Caller.User user, SessionCore from, SessionCore to) throws InterruptedException {
        var queue = new ArrayBlockingQueue<JsonValue.Fields>(ON_THEIR_WAY);
        var told = new AtomicLong();
        var started = System.nanoTime();
        var exporter = new Thread(() -> from.transfers().export(user, line -> {
            put(queue, line);
            if (told.incrementAndGet() % TOLD_EVERY == 0) {
                System.err.println(told.get() + " lines");
            }
        }));
        exporter.setDaemon(true);
        exporter.start();
        var kept = to.transfers().take(ADMIN, user.id(), lines(queue));
        exporter.join();
        return new Moved(kept, told.get(), Duration.ofNanos(System.nanoTime() - started));
    }

    private static Iterator<JsonValue.Fields> lines(BlockingQueue<JsonValue.Fields> queue) {
        return new Iterator<>() {
            private boolean ended;

            @Override
            public boolean hasNext() {
                return !ended;
            }

            @Override
            public JsonValue.Fields next() {
                try {
                    var line = queue.take();
                    ended = line.fields().get("type").equals(JsonValue.of("end"));
                    return line;
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            }
        };
    }

    private static void put(BlockingQueue<JsonValue.Fields> queue, JsonValue.Fields line) {
        try {
            queue.put(line);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private record Moved(Intake kept, long lines, Duration took) {}
}
