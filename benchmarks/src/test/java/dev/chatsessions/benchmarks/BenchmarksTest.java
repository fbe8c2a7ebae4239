package dev.chatsessions.benchmarks;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchmarksTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "turn memory",
                "turn h2",
                "turn postgresql",
                "append h2",
                "http h2",
                "delta-latency memory",
                "memory-append",
            })
    void a_benchmark_prints_what_it_measured_beside_the_floor(String words) {
        var printed = run(words + " --quick");

        assertTrue(printed.contains("ratio"), printed);
        assertTrue(printed.lines().anyMatch(line -> line.matches("\\|.*\\| +[0-9]+\\.[0-9]{2} \\|")), printed);
    }

    @Test
    void starting_a_program_is_measured_beside_a_bare_server() {
        var printed = new ByteArrayOutputStream();
        var report = new Report(new PrintStream(printed, true, StandardCharsets.UTF_8));

        new Starting(Effort.TINY, report).run("the same program", Starting.bare());

        assertTrue(
                printed.toString(StandardCharsets.UTF_8).contains("| the same program |"),
                printed.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "turns", "turn oracle", "startup there-is-none.jar"})
    void an_unknown_word_is_refused(String words) {
        assertThrows(IllegalArgumentException.class, () -> run(words));
    }

    @Test
    void the_slope_of_what_doubles_with_its_size_is_one() {
        var slope = Slope.of(java.util.Map.of(1_000, 1.0, 10_000, 10.0, 100_000, 100.0));

        assertTrue(Math.abs(slope - 1) < 0.000_001, "slope " + slope);
    }

    private static String run(String words) {
        var printed = new ByteArrayOutputStream();
        Benchmarks.run(
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                words.isEmpty() ? List.of() : List.of(words.split(" ")));
        return printed.toString(StandardCharsets.UTF_8);
    }
}
