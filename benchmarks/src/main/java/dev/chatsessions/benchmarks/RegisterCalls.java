package dev.chatsessions.benchmarks;

import dev.chatsessions.benchmarks.Report.Table;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Calls to sessions by one caller, which go to each register in turn. */
final class RegisterCalls {

    static final List<String> PAGES = List.of("page by status", "page by label");

    private static final double AIM = 1.5;

    private static final int BLOCK = 50;

    private static final Map<String, Call> CALLS = calls();

    private final Random random = new Random(1);

    private final Place place;

    private final List<Register> registers;

    private final int sessions;

    private final int times;

    private Map<String, Map<Register, Cost>> measured = Map.of();

    /** The first of the registers is ours, the second the floor. */
    RegisterCalls(Place place, List<Register> registers, int sessions, int times) {
        this.place = place;
        this.registers = registers;
        this.sessions = sessions;
        this.times = times;
    }

    private static Map<String, Call> calls() {
        var calls = new LinkedHashMap<String, Call>();
        // By others than those whose pages are read: many new ones of one owner are not what is measured there.
        calls.put("create", (register, owner, session) -> register.create(-1 - owner));
        calls.put("find", Register::find);
        calls.put("touch", Register::touch);
        calls.put(PAGES.get(0), (register, owner, session) -> register.active(owner));
        calls.put(PAGES.get(1), (register, owner, session) -> register.ofTrip(owner));
        return calls;
    }

    /** Measures anew; gives how long each call to ours took. */
    Map<String, Samples> measure() {
        measured = new LinkedHashMap<>();
        var ours = new LinkedHashMap<String, Samples>();
        CALLS.forEach((name, call) -> {
            var costs = new LinkedHashMap<Register, Cost>();
            registers.forEach(register -> costs.put(register, new Cost()));
            for (var left = times; left > 0; left -= BLOCK) {
                registers.forEach(register -> block(register, call, costs.get(register)));
            }
            measured.put(name, costs);
            ours.put(name, costs.get(registers.get(0)).taken);
        });
        return ours;
    }

    private void block(Register register, Call call, Cost cost) {
        var database = place.databaseTime();
        var thread = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (var i = 0; i < BLOCK; i++) {
            var owner = random.nextInt(Register.owners(sessions));
            var session = Register.live(owner, random.nextInt(Register.OF_EACH_OWNER), sessions);
            cost.taken.time(() -> call.of(register, owner, session));
        }
        cost.processor += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
                - thread
                + place.databaseTime().minus(database).toNanos();
    }

    void print(Report report) {
        var table = new Table(
                sessions + " sessions",
                "ours p50",
                "p99",
                "CPU",
                "floor p50",
                "p99",
                "CPU",
                "Spring p50",
                "p99",
                "CPU",
                "Spring ratio",
                "CPU ratio",
                "ratio");
        measured.forEach((name, costs) -> {
            var ours = costs.get(registers.get(0));
            var floor = costs.get(registers.get(1));
            var spring = costs.get(registers.get(2));
            table.row(
                    name,
                    Samples.readable(ours.taken.p50()),
                    Samples.readable(ours.taken.p99()),
                    Samples.readable(ours.processor()),
                    Samples.readable(floor.taken.p50()),
                    Samples.readable(floor.taken.p99()),
                    Samples.readable(floor.processor()),
                    Samples.readable(spring.taken.p50()),
                    Samples.readable(spring.taken.p99()),
                    Samples.readable(spring.processor()),
                    Report.ratio(spring.taken.p50(), floor.taken.p50()),
                    Report.ratio(ours.processor(), floor.processor()),
                    Report.ratio(ours.taken.p50(), floor.taken.p50()));
        });
        report.table(table);
        measured.forEach((name, costs) -> report.atMost(
                name + " beside the floor, p50",
                costs.get(registers.get(0)).taken.p50()
                        / costs.get(registers.get(1)).taken.p50(),
                AIM));
    }

    @FunctionalInterface
    private interface Call {
        void of(Register register, int owner, UUID session);
    }

    /** What the calls of one kind took, and of both processors' time. */
    private static final class Cost {

        private final Samples taken = new Samples();

        private long processor;

        double processor() {
            return (double) processor / taken.count();
        }
    }
}
