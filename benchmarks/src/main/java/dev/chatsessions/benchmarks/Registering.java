package dev.chatsessions.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What sessions cost to be made, found, used, listed and swept where there are few and where there are many, beside the
 * floor and Spring Session JDBC, which take turns on the same database.
 */
final class Registering {

    private static final double GROWTH_AIM = 0.1;

    private final Effort effort;

    private final Report report;

    Registering(Effort effort, Report report) {
        this.effort = effort;
        this.report = report;
    }

    void run(String placeName) {
        try (var place = Place.open(placeName, 4);
                var ours = new ChatRegister(place);
                var spring = new SpringRegister(place)) {
            report.heading("sessions", place.name());
            var registers = List.<Register>of(ours, new JdbcRegister(place), spring);
            var growth = new LinkedHashMap<String, Map<Integer, Double>>();
            Compiler.letRest(effort.compiling(), () -> {
                calls(place, registers, effort.sessions().get(0)).measure();
                registers.forEach(Register::sweep);
            });
            for (var sessions : effort.sessions()) {
                var calls = calls(place, registers, sessions);
                calls.measure()
                        .forEach((call, took) -> growth.computeIfAbsent(call, of -> new LinkedHashMap<>())
                                .put(sessions, took.p50()));
                calls.print(report);
                new RegisterSweeps(registers, sessions, effort.requests()).print(report);
            }
            if (effort.sessions().size() > 1) {
                RegisterCalls.PAGES.forEach(page -> report.atMost(
                        "growth exponent of a " + page + " in the number of sessions",
                        Slope.of(growth.get(page)),
                        GROWTH_AIM));
            }
        }
    }

    private RegisterCalls calls(Place place, List<Register> registers, int sessions) {
        registers.forEach(register -> register.fill(sessions));
        place.settle();
        return new RegisterCalls(place, registers, sessions, effort.requests());
    }
}
