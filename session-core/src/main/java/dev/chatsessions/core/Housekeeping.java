package dev.chatsessions.core;

import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.spi.Observer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;

/**
 * What has to happen though nobody asks: leases that run out, sessions that age, deltas, keys and tokens that are no longer
 * needed, wake-ups that were lost. Every node may do it. Thread-safe.
 */
public final class Housekeeping implements AutoCloseable {

    private static final int BATCH = 200;

    private final List<Sweep> sweeps;

    private final Duration interval;

    private final Observer observer;

    private final boolean external;

    private ScheduledExecutorService scheduler;

    private boolean closed;

    Housekeeping(List<Sweep> sweeps, Duration interval, Observer observer, Mode mode) {
        this.sweeps = List.copyOf(sweeps);
        this.interval = interval;
        this.observer = observer;
        this.external = mode == Mode.EXTERNAL;
    }

    /** Who runs the sweeps. */
    public enum Mode {
        /** The library, on a thread of its own, from the first question, claim or subscription on. */
        AUTOMATIC,
        /** The host, by {@link #runOnce()}, about once a second. */
        EXTERNAL
    }

    /** The library runs the sweeps. */
    public static Mode automatic() {
        return Mode.AUTOMATIC;
    }

    /** The host runs the sweeps. */
    public static Mode external() {
        return Mode.EXTERNAL;
    }

    /**
     * One thing to be swept.
     *
     * @param batch sweeps at most so many and says how many there were
     */
    record Sweep(String name, IntUnaryOperator batch) {}

    /**
     * Runs every sweep once, until nothing is left or all took the interval; then each does one batch. A sweep that fails
     * does not keep the others.
     */
    public void runOnce() {
        // However much there is to do: leases are to be renewed again before they run out.
        var until = System.nanoTime() + interval.toNanos();
        for (var sweep : sweeps) {
            Quietly.run(observer, sweep.name(), () -> run(sweep, until));
        }
    }

    private void run(Sweep sweep, long until) {
        var begun = System.nanoTime();
        var found = 0;
        for (var more = true; more; ) {
            var now = sweep.batch().applyAsInt(BATCH);
            found += now;
            more = now >= BATCH && System.nanoTime() - until < 0;
        }
        tell(sweep, found, Duration.ofNanos(System.nanoTime() - begun));
    }

    private void tell(Sweep sweep, int found, Duration took) {
        Quietly.run(observer, "observer", () -> observer.swept(sweep.name(), found, took));
    }

    /** Begins to run the sweeps now, whatever the mode. Repeating it changes nothing. */
    public synchronized void start() {
        if (scheduler != null || closed) {
            return;
        }
        scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "chat-sessions-housekeeping");
            thread.setDaemon(true);
            return thread;
        });
        // Nodes that were started together do not sweep together.
        var jitter = ThreadLocalRandom.current().nextLong(interval.toMillis() / 4 + 1);
        scheduler.scheduleWithFixedDelay(this::runOnce, jitter, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Begins unless the host wants to do it. */
    void startUnlessExternal() {
        if (!external) {
            start();
        }
    }

    /** Stops; a sweep that runs is finished first, for up to 5 s. */
    @Override
    public void close() {
        ScheduledExecutorService running;
        synchronized (this) {
            closed = true;
            running = scheduler;
        }
        if (running != null) {
            running.shutdown();
            try {
                running.awaitTermination(5, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
