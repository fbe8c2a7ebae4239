package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The recipes by which others run the server: what they say is well formed, and does what they are for. */
@Tag("ecosystem")
@Timeout(600)
final class RecipesProcessTest {

    private static final JsonNode RECIPES = Recipes.read(Recipes.FOLDER);

    /** The longest that a server takes when it is told to end. */
    private static final Duration END = Duration.ofSeconds(15);

    @TempDir
    private Path root;

    @Test
    void their_linters_find_nothing() {
        assertEquals("[]", RECIPES.path("findings").toString());
    }

    @Test
    void their_linters_find_what_is_wrong() throws IOException {
        for (var name : List.of("Dockerfile", "compose.yaml", "kubernetes.yaml")) {
            Files.writeString(
                    root.resolve(name),
                    Files.readString(Recipes.FOLDER.resolve(name))
                            .replace("EXPOSE", "EXPOZE")
                            .replace("restart:", "restat:")
                            .replace("periodSeconds: 10", "periodSeconds: ten"));
        }

        var findings = Recipes.read(root).path("findings");

        assertEquals(3, findings.size(), findings::toString);
    }

    /** The steps of the image, on files of this machine and with its user in place of the image's. */
    @Test
    void the_image_is_made_and_runs_as_compose_says() throws IOException {
        var environment = new HashMap<String, String>();
        var command = new ArrayList<String>();
        var folder = root;
        for (var step : RECIPES.path("steps")) {
            var words = step.path("words").asText();
            switch (step.path("what").asText()) {
                case "RUN" -> Recipes.run(root, Map.of(), List.of("sh", "-e", "-c", placed(words)));
                case "COPY" -> copy(words.split(" "));
                case "WORKDIR" -> folder = Path.of(placed(words));
                case "ENV" -> environment.put(words.split("=")[0], words.split("=")[1]);
                case "ENTRYPOINT", "CMD" -> command.addAll(words(words));
                default ->
                    assertTrue(List.of("FROM", "USER", "EXPOSE")
                            .contains(step.path("what").asText()));
            }
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        var service = RECIPES.path("compose").path("services").path("chat-sessions");
        service.path("environment")
                .properties()
                .forEach(each -> environment.put(each.getKey(), each.getValue().asText()));

        try (var postgres = DurablePostgres.start()) {
            environment.replaceAll((name, value) -> value.replace("${ADMIN_TOKEN:?}", Cluster.ADMIN)
                    .replace("${SECRET_KEY:?}", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
                    .replace("${DB_PASSWORD:?}", "chat")
                    .replace("//postgres/chat", "//127.0.0.1:" + postgres.port() + "/postgres"));
            postgres.execute("postgres", "create role chat superuser login password 'chat'");
            // Any port that is free on this machine in place of the image's own.
            environment.put("CHAT_SESSIONS_PORT", "0");
            command.set(
                    0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.replaceAll(this::placed);

            try (var server = ServerProcess.launch(folder, environment, command)) {
                var address = at(server.address());
                probe(address, "readinessProbe");
                probe(address, "livenessProbe");
                probe(address, "startupProbe");
                assertEquals(200, new ChatClient(at(server.adminAddress()), Cluster.ADMIN).status("/admin/sessions"));
                var began = System.nanoTime();
                assertEquals(143, server.terminate().exitCode());
                assertTrue(System.nanoTime() - began < END.toNanos());
            }
            try (var left = Files.list(folder)) {
                assertEquals(List.of(), left.toList(), "nothing is written where everything is in PostgreSQL");
            }
        }
        assertTrue(seconds(service.path("stop_grace_period").asText()).compareTo(END) > 0);
    }

    private static List<String> words(String json) throws IOException {
        return List.of(new ObjectMapper().readValue(json, String[].class));
    }

    private static Duration seconds(String words) {
        return Duration.ofSeconds(Long.parseLong(words.replace("s", "")));
    }

    private static URI at(URI address) {
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    /** The image's files and user as this machine has them. */
    private String placed(String words) {
        return words.replaceAll("(/usr/share|/var/lib)/chat-sessions", root + "$0")
                .replace(
                        "10001",
                        Recipes.run(root, Map.of(), List.of("id", "-u")).strip());
    }

    private void copy(String[] words) throws IOException {
        var to = Path.of(placed(words[1]));
        Files.createDirectories(to.getParent());
        Files.copy(Recipes.FOLDER.resolveSibling(words[0]), to);
    }

    private static JsonNode pod() {
        return RECIPES.path("kubernetes").path(0).path("spec").path("template").path("spec");
    }

    private static void probe(URI address, String name) {
        var container = pod().path("containers").path(0);
        var probe = container.path(name).path("httpGet");
        assertEquals("http", probe.path("port").asText());
        assertEquals(200, new ChatClient(address, "").status(probe.path("path").asText()), name);
    }

    @Test
    void pods_take_the_settings_of_the_recipe_and_have_time_to_end(@TempDir Path folder) {
        var pod = pod();
        var container = pod.path("containers").path(0);
        var arguments = new ArrayList<String>();
        container
                .path("args")
                .forEach(argument -> arguments.add(argument.asText().replace("9090", "0")));
        arguments.addAll(
                List.of("--port=0", "--db=jdbc:h2:mem:chat", "--allow-unsafe-db", "--admin-token=" + Cluster.ADMIN));

        try (var server = ServerProcess.start(
                folder, Map.of("CHAT_SESSIONS_HOST", "0.0.0.0"), arguments.toArray(String[]::new))) {
            probe(at(server.address()), "readinessProbe");
            assertEquals("127.0.0.1", server.adminAddress().getHost(), "as port-forward comes");
        }

        var leaving = container
                .path("lifecycle")
                .path("preStop")
                .path("sleep")
                .path("seconds")
                .asLong();
        assertTrue(pod.path("terminationGracePeriodSeconds").asLong() > leaving + END.toSeconds());
        assertEquals("false", pod.path("enableServiceLinks").asText());
        var labels = RECIPES.path("kubernetes")
                .path(0)
                .path("spec")
                .path("template")
                .path("metadata")
                .path("labels");
        RECIPES.path("kubernetes").forEach(object -> {
            var selector = object.path("spec").path("selector");
            assertEquals(labels, selector.has("matchLabels") ? selector.path("matchLabels") : selector);
        });
    }

    @Test
    void the_unit_is_one_and_starts_the_server(@TempDir Path folder) throws IOException {
        var unit = Files.readString(Recipes.FOLDER.resolve("chat-sessions.service"));
        var start = line(unit, "ExecStart=");

        var told = Recipes.run(
                folder,
                Map.of(),
                List.of(
                        "systemd-analyze",
                        "verify",
                        Files.writeString(
                                        folder.resolve("chat-sessions.service"),
                                        unit.replace(
                                                "/usr/bin/java",
                                                Path.of(System.getProperty("java.home"), "bin", "java")
                                                        .toString()))
                                .toString()));
        var command = new ArrayList<>(List.of(start.split(" ")));
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.replaceAll(word -> word.replace("/usr/share/chat-sessions/server.jar", ServerProcess.JAR.toString()));

        assertEquals("", told);
        assertTrue(seconds(line(unit, "TimeoutStopSec=")).compareTo(END) > 0);
        var environment = Map.of("CHAT_SESSIONS_PORT", "0", "CHAT_SESSIONS_ADMIN_TOKEN", Cluster.ADMIN);
        try (var server = ServerProcess.launch(folder, environment, command)) {
            assertEquals(200, new ChatClient(server.address(), "").status("/ready"));
            assertEquals("127.0.0.1", server.adminAddress().getHost());
            assertEquals(
                    line(unit, "SuccessExitStatus="),
                    Integer.toString(server.terminate().exitCode()));
        }
    }

    private static String line(String unit, String start) {
        return unit.lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow()
                .substring(start.length());
    }
}
