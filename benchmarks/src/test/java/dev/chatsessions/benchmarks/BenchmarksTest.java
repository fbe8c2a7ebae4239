package dev.chatsessions.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.examples.worker.WorkerMain;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
                "fan-out memory --without-node",
                "answers memory",
                "reconnect-storm memory",
                "cross-node postgresql",
                "sessions postgresql",
                "deliveries memory",
                "models memory",
            })
    void a_benchmark_prints_what_it_measured_beside_the_floor(String words) {
        var printed = run(words + " --quick");

        assertTrue(printed.contains("ratio"), printed);
        assertTrue(printed.lines().anyMatch(line -> line.matches("\\|.*\\| +[0-9]+\\.[0-9]{2} \\|")), printed);
    }

    @Test
    void a_users_data_is_moved_in_a_small_heap() {
        var printed = run("transfer h2 --quick");

        assertTrue(printed.contains("-Xmx64m"), printed);
        assertTrue(printed.lines().anyMatch(line -> line.startsWith("| 100 ")), printed);
    }

    @Test
    void starting_a_jar_is_measured_beside_a_bare_server(@TempDir Path folder) throws IOException {
        var jar = folder.resolve("server.jar");
        new JarOutputStream(Files.newOutputStream(jar), starting(BareServer.class)).close();

        var printed = run(List.of("startup", jar.toString(), "--quick"));

        assertTrue(printed.contains("| " + jar), printed);
        assertTrue(printed.contains("| bare Javalin"), printed);
    }

    @Test
    void what_agents_on_workers_write_is_measured_beside_agents_without(@TempDir Path folder) throws IOException {
        var jar = folder.resolve("worker.jar");
        new JarOutputStream(Files.newOutputStream(jar), starting(WorkerMain.class)).close();

        var printed = run(List.of("workers", jar.toString(), "--quick"));

        assertTrue(printed.contains("| agents of a bare Javalin |     4 |"), printed);
        assertTrue(printed.contains("| workers: 1               |     4 |"), printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "turns", "turn oracle", "startup there-is-none.jar", "workers there-is-none.jar"})
    void an_unknown_word_is_refused(String words) {
        assertThrows(IllegalArgumentException.class, () -> run(words));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1_000})
    void a_mark_is_found_in_whatever_pieces_it_comes(int piece) {
        var chunked =
                "b\r\nid: 1\ndata:\r\n4\r\n #1;\r\n5\r\n #2 #\r\n3\r\n34;\r\n".getBytes(StandardCharsets.US_ASCII);
        var found = new ArrayList<Long>();
        var marks = new Marks(true);

        for (var at = 0; at < chunked.length; at += piece) {
            marks.read(chunked, at, Math.min(chunked.length, at + piece), found::add);
        }

        assertEquals(List.of(1L, 34L), found);
    }

    @Test
    void what_was_lost_or_came_twice_is_counted() {
        var tally = new Tally(2, 1);

        tally.heard(0, 1, 0);
        tally.heard(0, 1, 0);
        tally.heard(0, 3, 0);
        tally.heard(1, 1, 0);

        assertEquals(1, tally.doubled());
        assertEquals(3, tally.lost(4), "the second for one, and two for the other");
    }

    @Test
    void the_slope_of_what_doubles_with_its_size_is_one() {
        var slope = Slope.of(java.util.Map.of(1_000, 1.0, 10_000, 10.0, 100_000, 100.0));

        assertTrue(Math.abs(slope - 1) < 0.000_001, "slope " + slope);
    }

    private static Manifest starting(Class<?> program) {
        var manifest = new Manifest();
        var about = manifest.getMainAttributes();
        about.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        about.put(Attributes.Name.MAIN_CLASS, program.getName());
        about.put(
                Attributes.Name.CLASS_PATH,
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        return manifest;
    }

    private static String run(String words) {
        return run(words.isEmpty() ? List.of() : List.of(words.split(" ")));
    }

    private static String run(List<String> words) {
        var printed = new ByteArrayOutputStream();
        Benchmarks.run(new PrintStream(printed, true, StandardCharsets.UTF_8), words);
        return printed.toString(StandardCharsets.UTF_8);
    }
}
