package dev.chatsessions.benchmarks;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** How much the compiler of this process has worked since this was made. For one thread. */
final class Compiler {

    private final CompilationMXBean bean = ManagementFactory.getCompilationMXBean();

    private final long workedBefore = bean.getTotalCompilationTime();

    private final long begun = System.nanoTime();

    /** Its time as a part of all the time, more than one where it works on more than one processor. */
    double shareOfTime() {
        var passed = Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        return (bean.getTotalCompilationTime() - workedBefore) / (double) passed;
    }
}
