package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
@Tag("not-the-jdk")
final class MetricsProcessTest {

    private static final String CANARY = "canary-in-the-metrics";

    private static final Path DASHBOARD = Path.of("deploy/grafana-dashboard.json");

    private static final Pattern NAME = Pattern.compile("\\b(?:chat_sessions|hikaricp|jvm|process)_\\w+");

    /** What Prometheus adds to the name of a meter. */
    private static final String ENDINGS = "_(bucket|count|sum|max|total)$";

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

    @Test
    void what_the_dashboard_shows_is_counted_and_what_we_count_is_on_it() throws Exception {
        var shown = new ObjectMapper()
                .readTree(DASHBOARD.toFile()).findValuesAsText("expr").stream()
                        .flatMap(MetricsProcessTest::names)
                        .collect(Collectors.toSet());
        try (var server =
                ServerProcess.start(folder, "serve", "--profile", "dev", "--port", "0", "--metrics-port", "0")) {
            var address = URI.create(
                    server.line(line -> line.startsWith("metrics on ")).substring("metrics on ".length()));
            get(server.address().resolve("/health"));
            var counted = counted(address);
            while (!counted.contains("chat_sessions_housekeeping_seconds_max")) {
                counted = counted(address);
            }

            assertEquals(Set.of(), without(shown, counted));
            var ours = counted.stream().filter(name -> name.startsWith("chat_sessions_"));
            assertEquals(Set.of(), without(meters(ours), meters(shown.stream())));
        }
    }

    private static Stream<String> names(String text) {
        return NAME.matcher(text).results().map(MatchResult::group);
    }

    private static Set<String> counted(URI address) throws Exception {
        return get(address)
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> names(line).limit(1))
                .collect(Collectors.toSet());
    }

    private static Set<String> meters(Stream<String> names) {
        return names.map(name -> name.replaceFirst(ENDINGS, "")).collect(Collectors.toSet());
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        return all.stream().filter(name -> !some.contains(name)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static HttpResponse<String> get(URI address) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
}
