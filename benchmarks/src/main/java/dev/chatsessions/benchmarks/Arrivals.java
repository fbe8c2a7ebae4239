package dev.chatsessions.benchmarks;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads a stream line by line on a thread of its own, and notes when each delta came. Thread-safe. */
final class Arrivals {

    private static final long LIMIT_SECONDS = 20;

    private final BlockingQueue<Arrival> arrived = new LinkedBlockingQueue<>();

    private final Wire wire;

    private Arrivals(Wire wire) {
        this.wire = wire;
    }

    /** Begins to read; ends when the connection does. */
    static Arrivals on(Wire wire) {
        var arrivals = new Arrivals(wire);
        var reader = new Thread(arrivals::read, "benchmark-reader");
        reader.setDaemon(true);
        reader.start();
        return arrivals;
    }

    /** When the line with {@code mark} in it came. */
    long of(String mark) {
        try {
            for (var next = next(); ; next = next()) {
                if (next.line.contains(mark)) {
                    return next.at;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private Arrival next() throws InterruptedException {
        var next = arrived.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new IllegalStateException("nothing came for " + LIMIT_SECONDS + " seconds");
        }
        return next;
    }

    private void read() {
        try {
            while (true) {
                var line = wire.line();
                arrived.add(new Arrival(line, System.nanoTime()));
            }
        } catch (IOException closed) {
            arrived.clear();
        }
    }

    private record Arrival(String line, long at) {}
}
