package dev.chatsessions.benchmarks;

import dev.chatsessions.benchmarks.Report.Table;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** How many turns can be appended in a second by several callers at once, each in a thread of its own, beside the floor. */
final class Crowd {

    private static final double THROUGHPUT_AIM = 0.8;

    private static final int JUDGED_CALLERS = 16;

    private static final int MESSAGES_BEFORE = 50;

    private static final int WARMING_CALLERS = 8;

    private final Effort effort;

    private final Report report;

    Crowd(Effort effort, Report report) {
        this.effort = effort;
        this.report = report;
    }

    void run(String placeName) {
        try (var place = Place.open(placeName, effort.largest() + 2);
                var core = SessionCore.builder()
                        .storage(place.storage())
                        .housekeeping(Housekeeping.external())
                        .build()) {
            report.heading("append, two messages with their usage", place.name());
            var table = new Table("callers", "ours/s", "p50", "p99", "floor/s", "p50", "p99", "throughput ratio");
            var ours = new ChatKeeper(core);
            warmUp(ours, place.floor());
            place.settle();
            for (var callers : effort.callers()) {
                var ratio = compare(callers, ours, place.floor(), table);
                if (callers == JUDGED_CALLERS) {
                    report.atLeast("throughput beside the floor at " + callers + " callers", ratio, THROUGHPUT_AIM);
                }
            }
            report.table(table);
        }
    }

    /** Until the compiler is done with both: it takes more of two processors than what it compiles. */
    private void warmUp(Keeper ours, Keeper floor) {
        var our = new Side(ours, WARMING_CALLERS);
        var bare = new Side(floor, WARMING_CALLERS);
        for (var i = 0; i < effort.slices() * 2; i++) {
            bare.slice();
            our.slice();
        }
    }

    private double compare(int callers, Keeper ours, Keeper floor, Table table) {
        var our = new Side(ours, callers);
        var bare = new Side(floor, callers);
        for (var i = 0; i < effort.slices(); i++) {
            (i % 2 == 0 ? our : bare).slice();
            (i % 2 == 0 ? bare : our).slice();
        }
        table.row(
                String.valueOf(callers),
                String.format("%.0f", our.perSecond()),
                Samples.readable(our.taken.p50()),
                Samples.readable(our.taken.p99()),
                String.format("%.0f", bare.perSecond()),
                Samples.readable(bare.taken.p50()),
                Samples.readable(bare.taken.p99()),
                Report.ratio(our.perSecond(), bare.perSecond()));
        return our.perSecond() / bare.perSecond();
    }

    /** The callers of one side. */
    private final class Side {

        private final List<Conversation> conversations = new ArrayList<>();

        private final Samples taken = new Samples();

        /** Appends per second of each slice, in thousandths. */
        private final Samples speeds = new Samples();

        Side(Keeper keeper, int callers) {
            for (var i = 0; i < callers; i++) {
                conversations.add(keeper.start(MESSAGES_BEFORE));
            }
        }

        double perSecond() {
            return speeds.p50() / 1_000;
        }

        void slice() {
            var together = new CyclicBarrier(conversations.size());
            var threads = Executors.newFixedThreadPool(conversations.size());
            try {
                var callers = new ArrayList<Callable<Samples>>();
                for (var conversation : conversations) {
                    callers.add(() -> {
                        together.await();
                        return appendingFor(conversation);
                    });
                }
                var done = 0;
                for (var caller : threads.invokeAll(callers)) {
                    var samples = caller.get();
                    done += samples.count();
                    taken.addAll(samples);
                }
                speeds.add(done * 1_000_000L / effort.slice().toMillis());
            } catch (InterruptedException | ExecutionException failure) {
                throw new IllegalStateException(failure);
            } finally {
                threads.shutdown();
            }
        }

        private Samples appendingFor(Conversation conversation) {
            var samples = new Samples();
            var end = System.nanoTime() + effort.slice().toNanos();
            while (System.nanoTime() < end) {
                samples.time(conversation::append);
            }
            return samples;
        }
    }
}
