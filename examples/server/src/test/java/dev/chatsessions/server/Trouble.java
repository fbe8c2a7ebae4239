package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Something that breaks, again and again, until it is closed. */
final class Trouble implements AutoCloseable {

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

    /** Waits until it broke as much as it may; says how often it did. */
    int await() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return end();
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
