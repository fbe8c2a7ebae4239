package dev.chatsessions.benchmarks;

import dev.chatsessions.benchmarks.Report.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** From what agents on workers write to whoever reads it, beside the same agents on the server itself. */
final class Delegating {

    private static final Duration APART = Duration.ofMillis(500);

    private static final int FEWEST_LINES = 2;

    private final Effort.Live effort;

    private final Report report;

    Delegating(Effort effort, Report report) {
        this.effort = effort.live();
        this.report = report;
    }

    void run(String name) {
        var jar = jar(name);
        var script = script();
        try {
            report.heading(
                    effort.sessions() + " sessions, an agent in each that writes " + 1000 / APART.toMillis()
                            + " lines a second",
                    effort.workplace() + ", " + name);
            var table = new Table("", "lines", "delivered, p50", "p99", "lost", "doubled", "ratio p50", "ratio p99");
            var floor = bare(script);
            floor.print(table, "agents of a bare Javalin", floor);
            for (var workers : effort.workers()) {
                delegated(jar, script, workers).print(table, "workers: " + workers, floor);
            }
            report.table(table);
        } finally {
            delete(script);
        }
    }

    private static Path jar(String name) {
        var jar = Path.of(name).toAbsolutePath();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException(name + " is not there; build examples/worker first");
        }
        return jar;
    }

    private static Path script() {
        try (var in = Delegating.class.getResourceAsStream("/agent/agent.pl")) {
            var script = Files.createTempFile("chat-sessions-benchmark-", ".pl");
            Files.write(script, in.readAllBytes());
            return script;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private int lines() {
        return Math.max(FEWEST_LINES, (int) effort.answering().dividedBy(APART));
    }

    /** All agents have begun before the first of them writes. */
    private List<String> agent(Path script) {
        return List.of(
                "perl",
                script.toString(),
                Integer.toString(lines()),
                seconds(APART),
                seconds(Duration.ofMillis(25L * effort.sessions())));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1_000.0);
    }

    private Measured bare(Path script) {
        try (var program =
                Program.start(Program.java(BareAgents.class, agent(script).toArray(String[]::new)))) {
            var addresses = Collections.nCopies(effort.sessions(), program.address());
            return heard(addresses, Optional.empty(), () -> {});
        }
    }

    private Measured delegated(Path jar, Path script, int workers) {
        var command = String.join(" ", agent(script));
        try (var program = Program.start(Program.java(Hiring.class, effort.workplace()))) {
            var user = program.address();
            var port = Integer.parseInt(program.ask("workers"));
            try (var workforce = Workforce.start(jar, workers, port, command, effort.sessions())) {
                workforce.hire(user);
                var addresses = Stream.of(
                                program.ask("start " + effort.sessions()).split(","))
                        .map(session -> URI.create(user + "/sessions/" + session + "/events"))
                        .toList();
                return heard(addresses, Optional.of("earliest"), () -> program.ask("ask"));
            }
        }
    }

    private Measured heard(List<URI> addresses, Optional<String> place, Runnable begin) {
        var reading = new Reading(addresses.size());
        var expected = (long) addresses.size() * lines();
        try (var audience = Audience.of(Transport.SSE, addresses, place, reading)) {
            begin.run();
            audience.await(expected);
        }
        return new Measured(reading.taken, expected - reading.taken.count(), reading.doubled);
    }

    /** How long after they were written lines came. Written by the audience; read when it has been waited for. */
    private static final class Reading implements Audience.Hearing {

        private final Samples taken = new Samples();

        private final List<Set<Long>> written;

        private long doubled;

        Reading(int listeners) {
            written = IntStream.range(0, listeners)
                    .<Set<Long>>mapToObj(listener -> new HashSet<>())
                    .toList();
        }

        @Override
        public void heard(int listener, long line, long at) {
            if (written.get(listener).add(line)) {
                taken.add(at - line);
            } else {
                doubled++;
            }
        }
    }

    private record Measured(Samples taken, long lost, long doubled) {

        void print(Table table, String name, Measured floor) {
            table.row(
                    name,
                    Integer.toString(taken.count()),
                    Samples.readable(taken.p50()),
                    Samples.readable(taken.p99()),
                    Long.toString(lost),
                    Long.toString(doubled),
                    Report.ratio(taken.p50(), floor.taken.p50()),
                    Report.ratio(taken.p99(), floor.taken.p99()));
        }
    }
}
