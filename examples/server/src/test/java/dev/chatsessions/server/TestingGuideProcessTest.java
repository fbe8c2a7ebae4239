package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the document tells its readers to try, as it stands there but for port and token. */
@Timeout(180)
final class TestingGuideProcessTest {

    private static final Path DOCUMENT =
            Path.of("..", "..", "adapter-jdbi", "src", "test", "resources", "documents", "session-linking.md");

    private static final String DEMO_TOKEN = "token of the user demo, good for a day: ";

    /** To a terminal curl shows at once what it gets; to us it does if it is told so. */
    private static final String AS_TO_A_TERMINAL = "curl() { command curl -sS -N \"$@\"; }\n";

    @TempDir
    private Path folder;

    @Test
    void the_testing_guide_ends_with_the_message_in_the_live_stream() throws IOException {
        try (var server = ServerProcess.start(folder, "serve", "--port", "0", "--profile", "dev")) {
            var token = server.line(line -> line.startsWith(DEMO_TOKEN)).substring(DEMO_TOKEN.length());
            var address = server.address();
            var here = "localhost:" + address.getPort();
            var steps = Pattern.compile("```bash\\n(.*?)```", Pattern.DOTALL)
                    .matcher(guide().replace("localhost:3000", here).replace("USER_SESSION_TOKEN", token))
                    .results()
                    .map(block -> AS_TO_A_TERMINAL + block.group(1))
                    .toList();
            link(new ChatClient(address, token));

            try (var sends = pasted(steps.get(0))) {
                var ended = sends.ended();
                assertEquals(0, ended.exitCode(), ended::toString);
                assertTrue(ended.output().get(0).contains("\"linked\":true"), ended::toString);
            }
            try (var listens = pasted(steps.get(1))) {
                listens.line(line -> line.contains("\"ok\":true") && line.contains("this is a test message"));
                listens.line(line -> line.startsWith("data: {\"type\":\"new_messages\"")
                        && line.contains("Hey Omi, this is a test message"));
            }
        }
    }

    /** The guide's own program is in JavaScript; these are its calls. */
    private static void link(ChatClient demo) {
        var code = demo.post("/link/omi/start", "{\"omi_user_id\":\"device-123\"}")
                .path("dev_code")
                .asText();
        demo.post("/link/omi/confirm", "{\"omi_user_id\":\"device-123\",\"code\":\"" + code + "\"}");
    }

    private ServerProcess pasted(String commands) {
        return ServerProcess.launch(folder, Map.of(), List.of("bash", "-c", commands));
    }

    private static String guide() throws IOException {
        var document = Files.readString(DOCUMENT);
        return document.substring(document.indexOf("## Testing Guide"), document.indexOf("## Troubleshooting"));
    }
}
