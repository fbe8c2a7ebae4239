package dev.chatsessions.server;

import dev.chatsessions.server.Values.AdminPort;
import dev.chatsessions.server.Values.Port;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Where operators are served, which nobody else has to reach. */
final class AdminOptions {

    private static final int LAST_PORT = 65_535;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT|none",
            description =
                    "where /admin, its page and GET /metrics are served and nowhere else, 0 for any that is free;"
                            + " none: on the main port, without metrics; default: the one after --port, in the dev profile none")
    private Optional<AdminPort> port = Optional.empty();

    @Option(
            names = "--admin-host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "where to listen for that; default: ${DEFAULT-VALUE}")
    private String host;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "where GET /metrics tells Prometheus how it goes, 0 for any that is free; default: on the"
                    + " admin port")
    private Optional<Port> metricsPort = Optional.empty();

    @Option(
            names = "--metrics-host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "where to listen for that, without any login; default: ${DEFAULT-VALUE}")
    private String metricsHost;

    /** Empty where operators are served with everybody else. */
    OptionalInt port(Profile profile, int main) {
        return port.map(AdminPort::number).orElseGet(() -> usual(profile, main));
    }

    private static OptionalInt usual(Profile profile, int main) {
        if (profile == Profile.DEV) {
            return OptionalInt.empty();
        }
        if (main == LAST_PORT) {
            throw Failure.configuration("admin-port: there is no port after " + main + ", so it has to be set");
        }
        return OptionalInt.of(main == 0 ? 0 : main + 1);
    }

    String host() {
        return host;
    }

    /** Where metrics have a port of their own. */
    Optional<Integer> metricsPort() {
        return metricsPort.map(Port::number);
    }

    String metricsHost() {
        return metricsHost;
    }
}
