package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ReadmeTest {

    private static final Path README = Path.of("README.md");

    @Test
    void every_setting_stands_in_its_table_and_no_other() throws IOException {
        var text = Files.readString(README);
        var described = new TreeSet<String>();
        Pattern.compile("(?m)^\\| .*`(--[a-z-]+)` \\| `(CHAT_SESSIONS_[A-Z_]+)`")
                .matcher(text)
                .results()
                .forEach(row -> described.add(row.group(1) + " " + row.group(2)));

        var settings = CommandLineProgram.settings().stream()
                .map(SettingName::of)
                .map(name -> "--" + name.property() + " " + name.environment())
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(settings, described);
    }

    @Test
    void every_exit_code_stands_in_its_table() throws IOException {
        var text = Files.readString(README);

        var codes = List.of(
                ExitCode.OK,
                ExitCode.USAGE,
                ExitCode.DATABASE,
                ExitCode.UNEXPECTED,
                ExitCode.FILES,
                ExitCode.ADDRESS,
                ExitCode.RUNNING_SERVER,
                ExitCode.CONFIGURATION);
        for (var code : codes) {
            assertTrue(text.contains("\n| " + code + " | "), "exit code " + code);
        }
    }
}
