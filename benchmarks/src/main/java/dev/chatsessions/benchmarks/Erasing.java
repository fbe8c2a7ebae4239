package dev.chatsessions.benchmarks;

import dev.chatsessions.benchmarks.Report.Table;
import java.util.Collections;
import java.util.Locale;

/** One user is erased, in a process with a heap of 64 MB. */
final class Erasing {

    private static final String ERASED = "erased ";

    private final Effort effort;

    private final Report report;

    Erasing(Effort effort, Report report) {
        this.effort = effort;
        this.report = report;
    }

    void run(String placeName) {
        report.heading("erase", placeName + ", java " + SmallHeap.OPTION);
        var table = new Table("messages", "rows", "s", "rows/s", "most heap, MB");
        var messages = Collections.max(effort.sizes());
        var numbers = SmallHeap.run(EraseMain.class, ERASED, placeName, Integer.toString(messages))
                .split(" ");
        var seconds = Long.parseLong(numbers[1]) / 1_000.0;
        table.row(
                Integer.toString(messages),
                numbers[0],
                shown(seconds),
                shown(Long.parseLong(numbers[0]) / seconds),
                shown(Long.parseLong(numbers[2]) / 1e6));
        report.table(table);
    }

    private static String shown(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
