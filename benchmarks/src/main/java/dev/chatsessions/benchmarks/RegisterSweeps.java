package dev.chatsessions.benchmarks;

import dev.chatsessions.benchmarks.Report.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A tenth of all sessions expired; they are swept while one caller touches live ones. */
final class RegisterSweeps {

    private static final double SWEEP_AIM = 1.5;

    private static final double WORST_AIM = 3;

    private final Random random = new Random(2);

    private final List<Register> registers;

    private final int sessions;

    private final int times;

    /** The first of the registers is ours, the second the floor. */
    RegisterSweeps(List<Register> registers, int sessions, int times) {
        this.registers = registers;
        this.sessions = sessions;
        this.times = times;
    }

    void print(Report report) {
        var table = new Table(
                "sweep of " + sessions / 10,
                "took, s",
                "swept/s",
                "touch p99 without",
                "p99 during",
                "worst during",
                "worst beside p99",
                "ratio of the sweep");
        var swept = new LinkedHashMap<Register, Swept>();
        registers.forEach(register -> swept.put(register, swept(register)));
        var ours = swept.get(registers.get(0));
        var floor = swept.get(registers.get(1));
        swept.forEach((register, sweep) -> table.row(
                register.name(),
                String.format(Locale.ROOT, "%.2f", sweep.seconds()),
                String.format(Locale.ROOT, "%.0f", sessions / 10 / sweep.seconds()),
                Samples.readable(sweep.without.p99()),
                Samples.readable(sweep.during.p99()),
                Samples.readable(sweep.during.worst()),
                Report.ratio(sweep.during.worst(), sweep.without.p99()),
                Report.ratio(sweep.nanos, floor.nanos)));
        report.table(table);
        report.atMost("sweep beside the floor", (double) ours.nanos / floor.nanos, SWEEP_AIM);
        report.atMost(
                "worst touch during a sweep, beside its p99 without",
                ours.during.worst() / ours.without.p99(),
                WORST_AIM);
    }

    private Swept swept(Register register) {
        var without = new Samples();
        for (var i = 0; i < times; i++) {
            touch(register, without);
        }
        var during = new Samples();
        var thread = Executors.newSingleThreadExecutor();
        try {
            var start = System.nanoTime();
            Future<Long> sweep = thread.submit(() -> {
                register.sweep();
                return System.nanoTime() - start;
            });
            do {
                touch(register, during);
            } while (!sweep.isDone());
            return new Swept(sweep.get(), without, during);
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        } finally {
            thread.shutdownNow();
        }
    }

    private void touch(Register register, Samples taken) {
        var owner = random.nextInt(Register.owners(sessions));
        var session = Register.live(owner, random.nextInt(Register.OF_EACH_OWNER), sessions);
        taken.time(() -> register.touch(owner, session));
    }

    /** How long the sweep took, and the touches. */
    private record Swept(long nanos, Samples without, Samples during) {

        double seconds() {
            return (double) nanos / TimeUnit.SECONDS.toNanos(1);
        }
    }
}
