package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of a model that cannot be meant: one line, and nothing begins. */
@Timeout(60)
final class ModelOptionsTest {

    private static final String SECRET = "sk-nobody-may-see-this";

    private static final Map<String, String> MODEL =
            Map.of("CHAT_SESSIONS_MODEL_URL", "http://127.0.0.1:9/v1", "CHAT_SESSIONS_MODEL", "m");

    @TempDir
    private Path folder;

    /** How a program ended that did not begin. */
    private record Refusal(int exitCode, String line) {}

    @ParameterizedTest
    @CsvSource({
        "MODEL_URL, ftp://a.example, CHAT_SESSIONS_MODEL_URL: the value is not the address of a server",
        "MODEL_URL, https://a.example/v1?key=1, CHAT_SESSIONS_MODEL_URL: the value is not the address of a server",
        "MODEL, a b, CHAT_SESSIONS_MODEL: model is not 1 to 200 visible characters",
        "MODEL_KEY, sk nobody may see this, CHAT_SESSIONS_MODEL_KEY: key is not 1 to 1",
        "TEMPERATURE, 2.5, CHAT_SESSIONS_TEMPERATURE: temperature 2.5 is not 0 to 2",
        "TEMPERATURE, hot, CHAT_SESSIONS_TEMPERATURE: 'hot' is not a temperature",
        "TEMPERATURE, NaN, CHAT_SESSIONS_TEMPERATURE: 'NaN' is not a temperature",
        "TOOL_SEARCH_URL, file:///etc, CHAT_SESSIONS_TOOL_SEARCH_URL: the value is not the address of a server",
        "CONTEXT_MESSAGES, 0, CHAT_SESSIONS_CONTEXT_MESSAGES: '0' is not a number of messages",
        "CONTEXT_MESSAGES, 1001, CHAT_SESSIONS_CONTEXT_MESSAGES: '1001' is not a number of messages",
        "CONTEXT_TOKENS, 0, CHAT_SESSIONS_CONTEXT_TOKENS: '0' is not a number of tokens",
        "CONTEXT_TOKENS, 1e9, CHAT_SESSIONS_CONTEXT_TOKENS: '1e9' is not a number of tokens",
        "SYSTEM_PROMPT_FILE, absent.txt, system-prompt-file: the file absent.txt cannot be read",
        "MODEL_KEY_FILE, absent.txt, model-key-file: the file absent.txt cannot be read",
        "MODEL_KEY_FILE, ., model-key-file: the file . cannot be read"
    })
    void a_value_that_cannot_be_meant_is_refused_by_its_name(String name, String value, String line) {
        var environment = new HashMap<>(MODEL);
        environment.put("CHAT_SESSIONS_" + name, value);

        var refusal = refused(environment, "serve");

        assertEquals(ExitCode.CONFIGURATION, refusal.exitCode());
        assertTrue(refusal.line().startsWith("chat-sessions-server: " + line), refusal.line());
        assertFalse(refusal.line().contains("nobody may see"), refusal.line());
    }

    @Test
    void a_key_on_the_command_line_is_refused_and_not_repeated() {
        var refusal = refused(MODEL, "serve", "--model-key=" + SECRET);

        assertEquals(ExitCode.CONFIGURATION, refusal.exitCode());
        assertTrue(refusal.line().contains("set CHAT_SESSIONS_MODEL_KEY, or model-key in the file"), refusal.line());
        assertFalse(refusal.line().contains(SECRET), refusal.line());
    }

    @Test
    void a_file_that_holds_no_key_is_refused_and_not_repeated() throws IOException {
        var file = folder.resolve("key");
        Files.writeString(file, "sk nobody may see this");

        var refusal = refused(MODEL, "serve", "--model-key-file=" + file);

        assertEquals(ExitCode.CONFIGURATION, refusal.exitCode());
        assertTrue(refusal.line().contains("model-key-file: key is not 1 to 1"), refusal.line());
        assertFalse(refusal.line().contains("nobody"), refusal.line());
    }

    @Test
    void what_does_not_go_together_is_refused() {
        var without = Map.<String, String>of();
        var rows = List.of(
                refused(without, "serve", "--model=m"),
                refused(without, "serve", "--model-url=http://127.0.0.1"),
                refused(without, "serve", "--temperature=1"),
                refused(without, "serve", "--tool-search-url=http://127.0.0.1"),
                refused(without, "serve", "--system-prompt=Be brief."),
                refused(MODEL, "serve", "--system-prompt=Be brief.", "--system-prompt-file=a"));

        rows.forEach(refusal -> assertEquals(ExitCode.CONFIGURATION, refusal.exitCode(), refusal.line()));
        assertTrue(rows.get(0).line().endsWith("model-url and model are set together or not at all"));
        assertTrue(rows.get(2).line().endsWith("are for a model: set model-url and model"));
        assertTrue(rows.get(5).line().endsWith("system-prompt and system-prompt-file are not set together"));
    }

    private static Refusal refused(Map<String, String> environment, String... arguments) {
        var errors = System.err;
        var told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            var exitCode = CommandLineProgram.of(environment).run(arguments);
            return new Refusal(exitCode, told.toString(StandardCharsets.UTF_8).strip());
        } finally {
            System.setErr(errors);
        }
    }
}
