package dev.chatsessions.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Runs benchmarks by their names; see the module's README. */
public final class Benchmarks {

    private static final double MEMORY_AIM = 3;

    private static final double DATABASE_AIM = 1.3;

    private static final String MOST = "--at-most=";

    private static final Map<String, Benchmark> BY_NAME = byName(
            new Benchmark(
                    "turn [postgresql|postgresql15|h2|memory ...]",
                    List.of("postgresql", "h2", "memory"),
                    (place, run) -> growing("turn", Conversation::turn, run).run(place, ratioAim(place))),
            new Benchmark(
                    "memory-append",
                    List.of("memory"),
                    (place, run) -> growing("append", Conversation::append, run).run(place, ratioAim(place))),
            new Benchmark(
                    "append [postgresql|postgresql15|h2 ...]",
                    List.of("postgresql", "h2"),
                    (place, run) -> new Crowd(run.effort, run.report).run(place)),
            new Benchmark(
                    "http [postgresql|postgresql15|h2 ...]",
                    List.of("postgresql"),
                    (place, run) -> new OverHttp(run.effort, run.report).run(place)),
            new Benchmark(
                    "delta-latency [postgresql|postgresql15|h2|memory ...]",
                    List.of("postgresql", "memory"),
                    (place, run) -> new DeltaLatency(run.effort, run.report).run(place)),
            new Benchmark(
                    "fan-out [postgresql|postgresql15|h2|memory ...] [--without-node]",
                    List.of("postgresql"),
                    (place, run) -> new FanOut(run.effort, run.report, run.withNode).run(place)),
            new Benchmark(
                    "answers [postgresql|postgresql15|h2|memory ...]",
                    List.of("postgresql"),
                    (place, run) -> new Answers(run.effort, run.report).run(place)),
            new Benchmark(
                    "reconnect-storm [postgresql|postgresql15|h2|memory ...]",
                    List.of("postgresql"),
                    (place, run) -> new Storm(run.effort, run.report).run(place)),
            new Benchmark(
                    "cross-node [postgresql|postgresql15 ...]",
                    List.of("postgresql"),
                    (place, run) -> new CrossNode(run.effort, run.report).run(place)),
            new Benchmark(
                    "sessions [postgresql|postgresql15 ...] [--at-most=N]",
                    List.of("postgresql"),
                    (place, run) -> new Registering(run.effort.withSessions(run.most), run.report).run(place)),
            new Benchmark(
                    "startup [JAR ...]",
                    List.of("examples/server/target/chat-sessions-server.jar"),
                    (jar, run) -> new Starting(run.effort, run.report).run(jar, Starting.jar(jar))),
            new Benchmark(
                    "workers [JAR ...]",
                    List.of("examples/worker/target/chat-sessions-worker.jar"),
                    (jar, run) -> new Delegating(run.effort, run.report).run(jar)),
            new Benchmark(
                    "transfer [postgresql|postgresql15|h2 ...]",
                    List.of("postgresql"),
                    (place, run) -> new Transferring(run.effort, run.report).run(place)),
            new Benchmark(
                    "erase [postgresql|postgresql15|h2 ...]",
                    List.of("postgresql"),
                    (place, run) -> new Erasing(run.effort, run.report).run(place)),
            new Benchmark(
                    "models [postgresql|postgresql15|h2|memory ...]",
                    List.of("postgresql", "memory"),
                    (place, run) -> new Models(run.effort, run.report).run(place)),
            new Benchmark(
                    "deliveries [postgresql|postgresql15|h2|memory ...]",
                    List.of("postgresql"),
                    (place, run) -> new Delivering(run.effort, run.report).run(place)));

    private Benchmarks() {}

    /** The name of a benchmark, then what it is to run on; {@code --quick} for a first look. */
    public static void main(String... arguments) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            run(out, List.of(arguments));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
        }
    }

    static void run(PrintStream out, List<String> arguments) {
        var words = new ArrayList<>(arguments);
        var effort = words.remove("--quick") ? Effort.TINY : Effort.FULL;
        var withNode = !words.remove("--without-node");
        var most = most(words);
        var benchmark = words.isEmpty() ? null : BY_NAME.get(words.remove(0));
        if (benchmark == null) {
            throw new IllegalArgumentException("name a benchmark, and --quick for a first look:\n  "
                    + String.join(
                            "\n  ",
                            BY_NAME.values().stream().map(Benchmark::usage).toList()));
        }
        var run = new Run(effort, new Report(out), withNode, most);
        for (var place : words.isEmpty() ? benchmark.places : words) {
            benchmark.work.accept(place, run);
        }
    }

    private static Map<String, Benchmark> byName(Benchmark... all) {
        var byName = new TreeMap<String, Benchmark>();
        for (var benchmark : all) {
            byName.put(benchmark.usage.split(" ")[0], benchmark);
        }
        return byName;
    }

    private static Growing growing(String name, Consumer<Conversation> call, Run run) {
        return new Growing(name, call, run.effort, run.report);
    }

    private static double ratioAim(String place) {
        return place.equals("memory") ? MEMORY_AIM : DATABASE_AIM;
    }

    private static int most(List<String> words) {
        var limits = words.stream().filter(word -> word.startsWith(MOST)).toList();
        words.removeAll(limits);
        return limits.stream()
                .mapToInt(limit -> Integer.parseInt(limit.substring(MOST.length())))
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    private record Run(Effort effort, Report report, boolean withNode, int most) {}

    /** A benchmark, the places where it runs unless others are named, and how. */
    private record Benchmark(String usage, List<String> places, BiConsumer<String, Run> work) {}
}
