package dev.chatsessions.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** How long something took, each time. Not thread-safe. */
final class Samples {

    private long[] nanos = new long[1024];

    private int count;

    void add(long taken) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = taken;
    }

    /** Does it once and notes how long it took. */
    void time(Runnable work) {
        time(1, work);
    }

    /** Does it so many times and notes how long each took on average. */
    void time(int times, Runnable work) {
        var start = System.nanoTime();
        for (var i = 0; i < times; i++) {
            work.run();
        }
        add((System.nanoTime() - start) / times);
    }

    void addAll(Samples others) {
        for (var i = 0; i < others.count; i++) {
            add(others.nanos[i]);
        }
    }

    /** How long after {@code start} each of these moments was. */
    void addSince(long start, Samples moments) {
        for (var i = 0; i < moments.count; i++) {
            add(moments.nanos[i] - start);
        }
    }

    int count() {
        return count;
    }

    double p50() {
        return percentile(0.50);
    }

    double p99() {
        return percentile(0.99);
    }

    double worst() {
        return percentile(1);
    }

    double mean() {
        return Arrays.stream(nanos, 0, count).average().orElseThrow();
    }

    private double percentile(double part) {
        if (count == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        var sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1L, Math.round(part * (count - 1)))];
    }

    /** Nanoseconds, in the unit that people read them in. */
    static String readable(double nanos) {
        if (nanos < 10_000) {
            return String.format(Locale.ROOT, "%.2f µs", nanos / 1_000);
        }
        if (nanos < 100_000) {
            return String.format(Locale.ROOT, "%.1f µs", nanos / 1_000);
        }
        return String.format(Locale.ROOT, "%.2f ms", nanos / 1_000_000);
    }
}
