package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class RootReadmeProcessTest {

    private static final Path README = Path.of("..", "..", "README.md");

    private static final String DEMO_TOKEN = "token of the user demo, good for a day: ";

    @TempDir
    private Path folder;

    @Test
    void the_curl_line_of_the_readme_streams_an_answer() throws IOException {
        try (var server = ServerProcess.start(folder, "serve", "--port", "0", "--profile", "dev")) {
            var token = server.line(line -> line.startsWith(DEMO_TOKEN)).substring(DEMO_TOKEN.length());
            var here = curl().replace("http://127.0.0.1:7070", server.address().toString());

            try (var pasted = ServerProcess.launch(folder, Map.of("TOKEN", token), List.of("bash", "-c", here))) {
                var ended = pasted.ended();

                assertEquals(0, ended.exitCode(), ended::toString);
                assertTrue(
                        ended.output().stream().anyMatch(data -> data.contains("\"type\":\"done\"")), ended::toString);
            }
        }
    }

    private static String curl() throws IOException {
        return Files.readAllLines(README).stream()
                .filter(line -> line.startsWith("curl "))
                .findFirst()
                .orElseThrow();
    }
}
