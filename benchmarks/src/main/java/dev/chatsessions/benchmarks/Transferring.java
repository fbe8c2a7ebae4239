package dev.chatsessions.benchmarks;

import dev.chatsessions.benchmarks.Report.Table;
import java.util.Collections;
import java.util.Locale;

/** One user's data leaves one storage and is taken in by another, in a process with a heap of 64 MB. */
final class Transferring {

    private static final String MOVED = "moved ";

    private final Effort effort;

    private final Report report;

    Transferring(Effort effort, Report report) {
        this.effort = effort;
        this.report = report;
    }

    void run(String placeName) {
        report.heading("transfer", placeName + " to another, java " + SmallHeap.OPTION);
        var table = new Table("messages", "lines", "out and in, s", "again, s", "messages/s", "most heap, MB");
        var messages = Collections.max(effort.sizes());
        var numbers = SmallHeap.run(TransferMain.class, MOVED, placeName, placeName, Integer.toString(messages))
                .split(" ");
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

    private static String shown(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
