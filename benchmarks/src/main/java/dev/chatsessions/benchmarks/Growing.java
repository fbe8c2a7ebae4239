package dev.chatsessions.benchmarks;

import dev.chatsessions.benchmarks.Report.Table;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a call costs in threads of several sizes, beside the floor. All sizes and both sides take turns in short blocks, so
 * that whatever else the machine does slows all of them down alike.
 */
final class Growing {

    private static final int BLOCK = 5;

    /** From here on a thread is long; the growth of what comes before tells of fixed costs. */
    private static final int LONG = 1_000;

    private static final double GROWTH_AIM = 0.1;

    private final String benchmark;

    private final Consumer<Conversation> call;

    private final Effort effort;

    private final Report report;

    Growing(String benchmark, Consumer<Conversation> call, Effort effort, Report report) {
        this.benchmark = benchmark;
        this.call = call;
        this.effort = effort;
        this.report = report;
    }

    /** Measures on the place of that name; {@code ratioAim} is for the p50 beside the floor's. */
    void run(String placeName, double ratioAim) {
        var inMemory = placeName.equals("memory");
        try (var place = Place.open(placeName, 4);
                var core = core(place)) {
            // First: what it loads has the compiler begin again with some of what it has done.
            report.heading(benchmark, place.name());
            if (inMemory) {
                compile(placeName);
            }
            var sides = new Sides(new ChatKeeper(core), place.floor(), inMemory ? 20 : 1, inMemory ? 10 : 1);
            sides.warmUp();
            var compiler = new Compiler();
            var measured = sides.measure(place);
            var share = compiler.shareOfTime();
            print(measured, ratioAim);
            if (inMemory) {
                report.note(String.format(
                        Locale.ROOT, "       (the compiler was at work for %.1f %% of the time)", 100 * share));
            }
            if (place.written().isPresent()) {
                printWritten(sides);
            }
        }
    }

    /**
     * Where nothing else takes time, it counts whether a call has been compiled: everything is done as it is measured, on
     * storages that are thrown away, until the compiler rests.
     */
    private void compile(String placeName) {
        Compiler.letRest(effort.compiling(), () -> {
            try (var place = Place.open(placeName, 1);
                    var core = core(place)) {
                var sides = new Sides(new ChatKeeper(core), place.floor(), 20, 10);
                sides.warmUp();
                sides.measure(place);
            }
        });
    }

    private static SessionCore core(Place place) {
        return SessionCore.builder()
                .storage(place.storage())
                .housekeeping(Housekeeping.external())
                .build();
    }

    private void print(Map<Integer, Pair> measured, double ratioAim) {
        var table = new Table("messages in thread", "ours p50", "p99", "floor p50", "p99", "ratio p50", "ratio p99");
        measured.forEach((size, pair) -> table.row(
                String.valueOf(size),
                Samples.readable(pair.ours.p50()),
                Samples.readable(pair.ours.p99()),
                Samples.readable(pair.floor.p50()),
                Samples.readable(pair.floor.p99()),
                Report.ratio(pair.ours.p50(), pair.floor.p50()),
                Report.ratio(pair.ours.p99(), pair.floor.p99())));
        report.table(table);
        var ours = new LinkedHashMap<Integer, Double>();
        var floor = new LinkedHashMap<Integer, Double>();
        var all = new Pair();
        measured.forEach((size, pair) -> {
            all.ours.addAll(pair.ours);
            all.floor.addAll(pair.floor);
            if (size >= LONG) {
                ours.put(size, pair.ours.p50());
                floor.put(size, pair.floor.p50());
            }
        });
        report.atMost("p50 beside the floor, all sizes", all.ours.p50() / all.floor.p50(), ratioAim);
        if (ours.size() > 1) {
            report.atMost("growth exponent of p50 from " + LONG + " messages on", Slope.of(ours), GROWTH_AIM);
            report.note(String.format("       (the floor's: %.2f)", Slope.of(floor)));
        }
    }

    private void printWritten(Sides sides) {
        var table = new Table("bytes of WAL per call", "ours", "floor", "ratio");
        table.row(
                "median of blocks",
                String.format("%.0f", sides.oursWritten.p50()),
                String.format("%.0f", sides.floorWritten.p50()),
                Report.ratio(sides.oursWritten.p50(), sides.floorWritten.p50()));
        table.row(
                "mean, with what checkpoints cause",
                String.format("%.0f", sides.oursWritten.mean()),
                String.format("%.0f", sides.floorWritten.mean()),
                Report.ratio(sides.oursWritten.mean(), sides.floorWritten.mean()));
        report.table(table);
        report.atMost("KB of WAL per call", sides.oursWritten.p50() / 1_000, 6);
    }

    /** Both sides' times for one size. */
    private static final class Pair {

        private final Samples ours = new Samples();

        private final Samples floor = new Samples();
    }

    private final class Sides {

        private final Keeper ours;

        private final Keeper floor;

        private final int calls;

        /** How many calls are timed as one, so that to read the clock does not count where they are short. */
        private final int together;

        private final Samples oursWritten = new Samples();

        private final Samples floorWritten = new Samples();

        Sides(Keeper ours, Keeper floor, int often, int together) {
            this.ours = ours;
            this.floor = floor;
            this.calls = effort.turns() * often;
            this.together = together;
        }

        /** Until the compiler is done with both: it takes more of two processors than what it compiles. */
        void warmUp() {
            for (var i = 0; i < calls * 12 / 50 + 1; i++) {
                var our = ours.start(50);
                var bare = floor.start(50);
                for (var turn = 0; turn < 50; turn++) {
                    call.accept(our);
                    call.accept(bare);
                }
            }
        }

        Map<Integer, Pair> measure(Place place) {
            var ourThreads = new LinkedHashMap<Integer, Threads>();
            var floorThreads = new LinkedHashMap<Integer, Threads>();
            var measured = new LinkedHashMap<Integer, Pair>();
            for (var size : effort.sizes()) {
                ourThreads.put(size, new Threads(ours, size, calls + BLOCK * together));
                floorThreads.put(size, new Threads(floor, size, calls + BLOCK * together));
                measured.put(size, new Pair());
            }
            place.settle();
            for (var round = 0; round * BLOCK * together < calls; round++) {
                for (var size : effort.sizes()) {
                    var pair = measured.get(size);
                    var oursFirst = round % 2 == 0;
                    if (oursFirst) {
                        block(place, ourThreads.get(size), pair.ours, oursWritten);
                    }
                    block(place, floorThreads.get(size), pair.floor, floorWritten);
                    if (!oursFirst) {
                        block(place, ourThreads.get(size), pair.ours, oursWritten);
                    }
                }
            }
            return measured;
        }

        private void block(Place place, Threads threads, Samples taken, Samples written) {
            var before = place.written();
            for (var i = 0; i < BLOCK; i++) {
                taken.time(together, () -> call.accept(threads.next()));
            }
            place.written().ifPresent(after -> written.add((after - before.orElseThrow()) / (BLOCK * together)));
        }
    }

    /** Threads of about one size: after a few calls, which make it longer, one makes way for the next. */
    private static final class Threads {

        private final List<Conversation> conversations = new ArrayList<>();

        private final int callsEach;

        private int called;

        Threads(Keeper keeper, int size, int calls) {
            callsEach = Math.max(2, size / 20);
            for (var i = 0; i <= calls / callsEach; i++) {
                conversations.add(keeper.start(size));
            }
        }

        Conversation next() {
            return conversations.get(called++ / callsEach);
        }
    }
}
