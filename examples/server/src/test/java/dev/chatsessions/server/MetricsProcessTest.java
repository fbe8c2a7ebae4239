package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
@Tag("not-the-jdk")
final class MetricsProcessTest {

    private static final String CANARY = "canary-in-the-metrics";

    @TempDir
    private Path folder;

    @Test
    void what_happens_is_counted_on_a_port_of_its_own_and_names_nobody() throws Exception {
        try (var server =
                ServerProcess.start(folder, "serve", "--profile", "dev", "--port", "0", "--metrics-port", "0")) {
            var told = server.line(line -> line.startsWith("metrics on "));
            var address = URI.create(told.substring("metrics on ".length()));
            var demo = server.line(line -> line.startsWith("token of the user demo"));
            var api = server.address();
            var chat = new ChatClient(api, demo.substring(demo.indexOf(": ") + 2));
            chat.chat(CANARY);

            var metrics = get(address);

            assertEquals(200, metrics.statusCode());
            assertTrue(
                    metrics.headers().firstValue("Content-Type").orElseThrow().startsWith("text/plain; version=0.0.4"));
            assertTrue(metrics.body().contains("chat_sessions_replies_finished_total{reason=\"complete\"} 1.0"));
            assertTrue(metrics.body().contains("chat_sessions_http_streams 0.0"));
            assertTrue(metrics.body().contains("hikaricp_connections_active"));
            assertTrue(metrics.body().contains("jvm_memory_used_bytes"));
            assertFalse(metrics.body().contains(CANARY));
            assertFalse(metrics.body().contains("demo"));
            assertEquals(404, get(api.resolve("/metrics")).statusCode());
            assertEquals(401, get(api.resolve("/admin/sessions")).statusCode(), "in dev, all are served at one port");
            assertEquals(404, get(address.resolve("/me")).statusCode());
        }
    }

    private static HttpResponse<String> get(URI address) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
}
