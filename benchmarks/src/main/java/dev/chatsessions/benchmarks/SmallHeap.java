package dev.chatsessions.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** Programs in a process of their own, whose heap is 64 MB: what does not fit ends them. */
final class SmallHeap {

    static final String OPTION = "-Xmx64m";

    private SmallHeap() {}

    /** What follows the marker in the line with which the program says that it ended well. */
    static String run(Class<?> program, String marker, String... arguments) {
        var command = new ArrayList<>(Program.java(program, arguments));
        command.add(1, OPTION);
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (var lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                return lines.lines()
                        .filter(line -> line.startsWith(marker))
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalStateException("the program with " + OPTION + " did not end well"))
                        .substring(marker.length());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The most bytes that each part of this process's heap held, together. */
    static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
