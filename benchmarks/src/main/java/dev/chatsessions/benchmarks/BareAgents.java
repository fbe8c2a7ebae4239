package dev.chatsessions.benchmarks;

import io.javalin.Javalin;
import io.javalin.http.sse.SseClient;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A bare Javalin that has an agent for each who listens, and sends him each line as the agent writes it. */
final class BareAgents implements AutoCloseable {

    private final Queue<Process> agents = new ConcurrentLinkedQueue<>();

    private final List<String> agent;

    private final Javalin javalin;

    private BareAgents(List<String> agent) {
        this.agent = agent;
        javalin = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    Listening.on(config);
                    config.routes.sse("/agent", this::open);
                })
                .start();
    }

    public static void main(String... agent) {
        try (var bare = new BareAgents(List.of(agent))) {
            new Orders().follow(URI.create("http://127.0.0.1:" + bare.javalin.port() + "/agent"));
        }
        System.exit(0);
    }

    private void open(SseClient client) {
        client.keepAlive();
        client.sendEvent("hello");
        try {
            var process = new ProcessBuilder(agent)
                    .redirectError(Redirect.INHERIT)
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .start();
            agents.add(process);
            var copying = new Thread(() -> copy(process, client), "benchmark-agent");
            copying.setDaemon(true);
            copying.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void copy(Process process, SseClient client) {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                client.sendEvent("message", line);
            }
        } catch (IOException ended) {
            // Then there are no more lines.
        }
    }

    @Override
    public void close() {
        agents.forEach(Process::destroyForcibly);
        javalin.stop();
    }
}
