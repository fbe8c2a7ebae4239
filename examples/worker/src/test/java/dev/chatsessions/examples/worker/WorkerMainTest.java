package dev.chatsessions.examples.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class WorkerMainTest {

    private static final List<String> OPTIONS = new CommandLine(new WorkerCommand())
            .getCommandSpec().options().stream()
                    .map(option -> option.longestName())
                    .toList();

    @TempDir
    private Path folder;

    private static String found(SettingsSource source, String option) {
        return source.defaultValue(
                new CommandLine(new WorkerCommand()).getCommandSpec().findOption(option));
    }

    @Test
    void the_environment_wins_over_the_file_and_that_over_the_default() throws IOException {
        var file = Files.writeString(folder.resolve("worker.properties"), "server=http://file\nidle-stop=1m\n");
        var command = new CommandLine(new WorkerCommand()).getCommandSpec();

        var source = SettingsSource.of(Map.of("CHAT_WORKER_SERVER", "http://environment"), file, command);

        assertEquals("http://environment", found(source, "--server"));
        assertEquals("1m", found(source, "--idle-stop"));
        assertEquals("50ms", found(source, "--flush"));
    }

    @Test
    void a_setting_that_is_none_is_refused() throws IOException {
        var file = Files.writeString(folder.resolve("worker.properties"), "sever=http://127.0.0.1\n");

        assertEquals(WorkerFailure.CONFIGURATION, WorkerMain.run(Map.of(), "--config", file.toString()));
        assertEquals(WorkerFailure.CONFIGURATION, WorkerMain.run(Map.of("CHAT_WORKER_SEVER", "x"), "--server=x"));
        assertEquals(WorkerFailure.CONFIGURATION, WorkerMain.run(Map.of(), "--config=" + folder.resolve("nowhere")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--flush=soon",
                "--run='cat",
                "--run=",
                "--agent=telepathy",
                "--answers-at-once=many",
                "--answers-at-once=0",
                "--answers-at-once=1001",
                "--folder=nowhere",
                "--what"
            })
    void an_option_that_cannot_be_read_is_refused(String option) {
        assertEquals(WorkerFailure.USAGE, WorkerMain.run(Map.of(), "--server=http://127.0.0.1:1", "--run=cat", option));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "127.0.0.1:7070", "localhost:7070", "ftp://127.0.0.1", "http://", "http:// x", "http://x?y=1"
            })
    void what_is_no_address_of_a_server_is_refused(String server) {
        assertEquals(
                WorkerFailure.USAGE, WorkerMain.run(Map.of(), "--server=" + server, "--state=" + folder.resolve("s")));
    }

    @Test
    void a_value_that_cannot_be_read_is_told_where_it_was_said() throws IOException {
        var file = Files.writeString(folder.resolve("worker.properties"), "server=nowhere\nidle-stop=soon\n");
        var state = "--state=" + folder.resolve("s");

        assertEquals(WorkerFailure.CONFIGURATION, WorkerMain.run(Map.of(), "--config=" + file, state));
        assertEquals(
                WorkerFailure.CONFIGURATION,
                WorkerMain.run(Map.of("CHAT_WORKER_FOLDER", "nowhere"), "--server=http://127.0.0.1:1", state));
        assertEquals(
                WorkerFailure.USAGE,
                WorkerMain.run(
                        Map.of("CHAT_WORKER_FLUSH", "1s"), "--server=http://127.0.0.1:1", "--flush", "soon", state));
    }

    @Test
    void every_option_stands_on_the_first_page() throws IOException {
        var page = Files.readString(Path.of("README.md"));

        OPTIONS.stream()
                .filter(option -> !List.of("--help", "--version").contains(option))
                .forEach(option -> assertTrue(page.contains("`" + option), option));
    }

    @Test
    void a_command_is_read_as_it_is_typed() {
        assertEquals(
                List.of("agent", "--say", "two words", "it's"),
                CommandLineWords.parse(" agent  --say 'two words' \"it's\" ").words());
        assertEquals(
                List.of("run", "m1-s1"),
                CommandLineWords.parse("run {model}-{session}").filled(Map.of("{model}", "m1", "{session}", "s1")));
        assertThrows(IllegalArgumentException.class, () -> CommandLineWords.parse("say \"it"));
    }

    @Test
    void durations_are_written_as_people_do() {
        assertEquals(Duration.ofMillis(50), Durations.parse("50ms"));
        assertEquals(Duration.ofMinutes(15), Durations.parse("15m"));
        assertEquals("1h30m", Durations.words(Duration.ofMinutes(90)));
    }
}
