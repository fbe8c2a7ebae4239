package dev.chatsessions.server;

import dev.chatsessions.server.Values.Port;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the operator's metrics are told, which are nobody else's business. */
final class MetricsOptions {

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "where GET /metrics tells Prometheus how it goes, 0 for any that is free; default: nowhere")
    private Optional<Port> port = Optional.empty();

    @Option(
            names = "--metrics-host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "where to listen for that, without any login; default: ${DEFAULT-VALUE}")
    private String host;

    Optional<Integer> port() {
        return port.map(Port::number);
    }

    String host() {
        return host;
    }
}
