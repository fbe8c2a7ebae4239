package dev.chatsessions.examples.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a worker asks for its token, of a server that says what the test wants, and waits as long as it is told without waiting. */
@Timeout(60)
class RegistrationTest {

    private static final String APPROVED = "200 {\"token\":\"cs_w_secret\",\"expires_at\":\"2100-01-01T00:00:00Z\"}";

    @TempDir
    private Path folder;

    private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private final List<String> asked = new ArrayList<>();

    private final List<Long> pauses = new ArrayList<>();

    private final List<String> said = new ArrayList<>();

    private HttpServer http;

    private WorkerState state;

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/workers/register", this::register);
        http.createContext("/workers/token", this::answer);
        http.start();
        state = WorkerState.in(folder.resolve("state"));
    }

    @AfterEach
    void stop() {
        state.close();
        http.stop(0);
    }

    private void register(HttpExchange exchange) throws IOException {
        asked.add("register");
        var code = asked.size();
        send(
                exchange,
                "201 {\"device_code\":\"device-" + code + "\",\"user_code\":\"CODE-" + code
                        + "\",\"expires_in\":600,\"interval\":5}");
    }

    private void answer(HttpExchange exchange) throws IOException {
        var question = ServerApi.read(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        asked.add(question.path("device_code").asText());
        send(exchange, Optional.ofNullable(answers.poll()).orElse(APPROVED));
    }

    private static void send(HttpExchange exchange, String answer) throws IOException {
        var body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static String problem(String code) {
        return "400 {\"code\":\"" + code + "\"}";
    }

    private void register(String... told) throws Away {
        answers.addAll(List.of(told));
        var server = URI.create("http://127.0.0.1:" + http.getAddress().getPort());
        var settings = WorkerSettings.of(server, "laptop", folder.resolve("state"));
        var api = new ServerApi(server, state::token, away -> {});
        new Registration(api, state, settings, said::add, this::paused).complete();
    }

    private boolean paused(Duration pause) {
        pauses.add(pause.toSeconds());
        return false;
    }

    @Test
    void it_asks_at_the_interval_that_it_is_told_until_its_user_has_decided() throws Away {
        register("403 {\"code\":\"worker-pending\"}", "403 {\"code\":\"worker-pending\"}");

        assertEquals(List.of(5L, 5L, 5L), pauses);
        assertEquals(List.of("register", "device-1", "device-1", "device-1"), asked);
        assertEquals("cs_w_secret", state.token());
    }

    @Test
    void each_time_it_is_told_to_slow_down_it_waits_five_seconds_longer_for_good() throws Away {
        register(problem("slow-down"), "403 {\"code\":\"worker-pending\"}", problem("slow-down"));

        assertEquals(List.of(5L, 10L, 10L, 15L), pauses);
    }

    @Test
    void it_waits_as_long_as_the_server_says_when_that_says_it() throws Away {
        register("400 {\"code\":\"slow-down\",\"interval\":20}");

        assertEquals(List.of(5L, 20L), pauses);
    }

    @Test
    void codes_that_grew_too_old_are_replaced_by_new_ones() throws Away {
        register(problem("slow-down"), problem("expired-token"));

        assertEquals(List.of("register", "device-1", "device-1", "register", "device-4"), asked);
        assertEquals(List.of(5L, 10L, 5L), pauses);
        assertTrue(said.stream().anyMatch(line -> line.contains("CODE-4")), said::toString);
    }

    @Test
    void it_gives_up_when_its_user_denies_it() {
        var refused = assertThrows(WorkerFailure.class, () -> register("400 {\"code\":\"access-denied\"}"));

        assertEquals(WorkerFailure.UNWANTED, refused.exitCode());
        assertEquals("", state.token());
    }

    @Test
    void a_server_that_is_away_is_asked_less_and_less_often_but_once_a_minute() throws Away {
        var away = new String[13];
        Arrays.fill(away, "503 {}");

        register(away);

        assertEquals(List.of(5L, 10L, 15L, 20L, 25L, 30L, 35L, 40L, 45L, 50L, 55L, 60L, 60L, 60L), pauses);
    }

    @Test
    void no_token_and_no_device_code_is_ever_shown() throws Away {
        register(problem("expired-token"));

        assertTrue(said.stream().noneMatch(line -> line.contains("cs_w_") || line.contains("device-")), said::toString);
    }

    @Test
    void a_token_is_old_when_half_of_its_life_is_over() throws Away {
        var now = Instant.parse("2026-01-01T00:00:00Z");

        state.keepToken(new ServerApi.Told(
                ServerApi.fields().put("token", "cs_w_next").put("expires_at", "2026-01-11T00:00:00Z"),
                Optional.of(now)));

        assertEquals(false, state.isTokenOld(now.plus(Duration.ofDays(5))));
        assertEquals(true, state.isTokenOld(now.plus(Duration.ofDays(5)).plusSeconds(1)));
    }
}
