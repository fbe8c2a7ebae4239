package dev.chatsessions.benchmarks;

import dev.chatsessions.benchmarks.Report.Table;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What many answers cost that are written at once, each with somebody who reads along. */
final class Answers {

    private static final int FEW = 100;

    private static final int MANY = 500;

    private static final double GROWTH_AIM = 1.2;

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Effort.Live effort;

    private final Report report;

    Answers(Effort effort, Report report) {
        this.effort = effort.live();
        this.report = report;
    }

    void run(String place) {
        report.heading("answers written at once, " + Answering.WORDS_PER_SECOND + " words a second each", place);
        var most = effort.answers().stream().mapToInt(answers -> answers).max().orElseThrow();
        var table = new Table(
                "answers",
                "words/s",
                "delivered, p50",
                "p99",
                "lost",
                "CPU, server",
                "CPU, database",
                "all commits/s",
                "writes/s",
                "writes, ratio");
        try (var program = Program.start(Program.java(Answering.class, place, Integer.toString(most)))) {
            measure(program, most);
            Optional<Double> before = Optional.empty();
            for (var answers : effort.answers()) {
                var measured = measure(program, answers);
                var growth = measured.writes / before.orElse(measured.writes);
                measured.print(table, answers, growth);
                if (answers == MANY) {
                    report.atMost("growth of writes from " + FEW + " to " + MANY + " answers", growth, GROWTH_AIM);
                }
                before = Optional.of(measured.writes);
            }
        }
        report.table(table);
    }

    private Measured measure(Program program, int answers) {
        var reading = new Reading();
        var sessions = program.ask("speak " + answers).split(",");
        var addresses = Stream.of(sessions)
                .map(session -> URI.create(program.address() + "/sessions/" + session + "/events"))
                .toList();
        try (var audience = Audience.of(Transport.SSE, addresses, Optional.of("earliest"), reading)) {
            pause(effort.answering().dividedBy(5));
            var before = Counted.by(program);
            reading.from = before.at;
            pause(effort.answering());
            var after = Counted.by(program);
            var said = Long.parseLong(program.ask("hush"));
            var lost = said - audience.await(said);
            return Measured.of(before, after, reading.taken, lost);
        } finally {
            program.ask("finish");
        }
    }

    private static void pause(Duration length) {
        var end = System.nanoTime() + length.toNanos();
        for (var left = length.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** How long after they were said the words came. Written by the audience; read when it has been waited for. */
    private static final class Reading implements Audience.Hearing {

        private final Samples taken = new Samples();

        private volatile long from = Long.MAX_VALUE;

        @Override
        public void heard(int listener, long said, long at) {
            if (said >= from) {
                taken.add(at - said);
            }
        }
    }

    /** What was counted so far. */
    private record Counted(long at, long writes, long commits, long serverCpu, long databaseCpu) {

        static Counted by(Program program) {
            return new Counted(
                    System.nanoTime(),
                    number(program, "writes"),
                    number(program, "commits"),
                    number(program, "cpu"),
                    number(program, "database-cpu"));
        }

        private static long number(Program program, String what) {
            return Long.parseLong(program.ask(what));
        }
    }

    /** Per second. */
    private record Measured(
            Samples taken, long lost, double words, double writes, double commits, double server, double database) {

        static Measured of(Counted before, Counted after, Samples taken, long lost) {
            var seconds = (after.at - before.at) / SECOND;
            return new Measured(
                    taken,
                    lost,
                    taken.count() / seconds,
                    (after.writes - before.writes) / seconds,
                    (after.commits - before.commits) / seconds,
                    (after.serverCpu - before.serverCpu) / SECOND / seconds,
                    (after.databaseCpu - before.databaseCpu) / SECOND / seconds);
        }

        void print(Table table, int answers, double growth) {
            table.row(
                    Integer.toString(answers),
                    whole(words),
                    Samples.readable(taken.p50()),
                    Samples.readable(taken.p99()),
                    Long.toString(lost),
                    Report.ratio(server, 1),
                    Report.ratio(database, 1),
                    whole(commits),
                    whole(writes),
                    Report.ratio(growth, 1));
        }

        private static String whole(double number) {
            return String.format(Locale.ROOT, "%,.0f", number);
        }
    }
}
