package dev.chatsessions.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What is printed: a heading, tables, and how the aims were met. Not thread-safe. */
final class Report {

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    /** Says what is measured and on what. */
    void heading(String benchmark, String where) {
        out.printf(
                "%n== %s: %s; JDK %s (%s), %d processors%n",
                benchmark,
                where,
                System.getProperty("java.version"),
                System.getProperty("java.vm.vendor"),
                Runtime.getRuntime().availableProcessors());
    }

    void table(Table table) {
        out.println();
        table.lines().forEach(out::println);
    }

    void note(String text) {
        out.println(text);
    }

    void atMost(String what, double measured, double aim) {
        aim(what, measured, "at most", aim, measured <= aim);
    }

    void atLeast(String what, double measured, double aim) {
        aim(what, measured, "at least", aim, measured >= aim);
    }

    private void aim(String what, double measured, String relation, double aim, boolean met) {
        out.printf(Locale.ROOT, "%-6s %s: %.2f, aim %s %s%n", met ? "met" : "MISSED", what, measured, relation, aim);
    }

    /** Columns of text; the first is aligned left, the others right. */
    static final class Table {

        private final List<List<String>> rows = new ArrayList<>();

        Table(String... names) {
            rows.add(List.of(names));
        }

        Table row(String... cells) {
            rows.add(List.of(cells));
            return this;
        }

        List<String> lines() {
            var lines = new ArrayList<>(rows.stream().map(this::line).toList());
            var rule = rows.get(0).stream()
                    .map(name -> "-".repeat(width(rows.get(0).indexOf(name))))
                    .toList();
            lines.add(1, "| " + String.join(" | ", rule) + " |");
            return Collections.unmodifiableList(lines);
        }

        private String line(List<String> cells) {
            var line = new StringBuilder("|");
            for (var i = 0; i < cells.size(); i++) {
                var format = " %" + (i == 0 ? "-" : "") + width(i) + "s |";
                line.append(String.format(Locale.ROOT, format, cells.get(i)));
            }
            return line.toString();
        }

        private int width(int column) {
            return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1);
        }
    }

    static String ratio(double ours, double floor) {
        return String.format(Locale.ROOT, "%.2f", ours / floor);
    }
}
