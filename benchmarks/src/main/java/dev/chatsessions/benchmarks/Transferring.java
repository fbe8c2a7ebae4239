package dev.chatsessions.benchmarks;

import dev.chatsessions.benchmarks.Report.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Locale;

/** One user's data leaves one storage and is taken in by another, in a process with a heap of 64 MB. */
final class Transferring {

    private static final String HEAP = "-Xmx64m";

    private static final String MOVED = "moved ";

    private final Effort effort;

    private final Report report;

    Transferring(Effort effort, Report report) {
        this.effort = effort;
        this.report = report;
    }

    void run(String placeName) {
        report.heading("transfer", placeName + " to another, java " + HEAP);
        var table = new Table("messages", "lines", "out and in, s", "again, s", "messages/s", "most heap, MB");
        var messages = Collections.max(effort.sizes());
        var numbers = child(placeName, messages).substring(MOVED.length()).split(" ");
        var seconds = Long.parseLong(numbers[1]) / 1_000.0;
        table.row(
                Integer.toString(messages),
                numbers[0],
                shown(seconds),
                shown(Long.parseLong(numbers[2]) / 1_000.0),
                shown(messages / seconds),
                shown(Long.parseLong(numbers[3]) / 1e6));
        report.table(table);
    }

    /** The last line of the program, which ends well only when all of it fits into its heap. */
    private static String child(String placeName, int messages) {
        var command =
                new ArrayList<>(Program.java(TransferMain.class, placeName, placeName, Integer.toString(messages)));
        command.add(1, HEAP);
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (var lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                return lines.lines()
                        .filter(line -> line.startsWith(MOVED))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("the program with " + HEAP + " did not end well"));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String shown(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
