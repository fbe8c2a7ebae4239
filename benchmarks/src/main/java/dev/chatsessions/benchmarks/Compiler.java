package dev.chatsessions.benchmarks;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How much the compiler of this process has worked since this was made. For one thread. */
final class Compiler {

    /** So little of the time it works when it has nothing left to do that counts. */
    private static final double QUIET = 0.02;

    private static final int QUIET_ROUNDS = 3;

    private final CompilationMXBean bean = ManagementFactory.getCompilationMXBean();

    private final long workedBefore = bean.getTotalCompilationTime();

    private final long begun = System.nanoTime();

    /** Does this again and again until the compiler is done with it, but begins no more after so long. */
    static void letRest(Duration most, Runnable round) {
        var end = System.nanoTime() + most.toNanos();
        for (var quiet = 0; quiet < QUIET_ROUNDS && System.nanoTime() < end; ) {
            var compiler = new Compiler();
            round.run();
            quiet = compiler.shareOfTime() < QUIET ? quiet + 1 : 0;
        }
    }

    /** Its time as a part of all the time, more than one where it works on more than one processor. */
    double shareOfTime() {
        var passed = Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        return (bean.getTotalCompilationTime() - workedBefore) / (double) passed;
    }
}
