package dev.chatsessions.server;

import dev.chatsessions.adapter.javalin.HttpSettings;
import dev.chatsessions.server.Values.BodySize;
import dev.chatsessions.server.Values.Heartbeat;
import dev.chatsessions.server.Values.Origin;
import dev.chatsessions.server.Values.Rate;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Who may call from where, how often and with how much. */
final class HttpOptions {

    @Option(
            names = "--cors-origins",
            paramLabel = "ORIGIN",
            split = ",",
            description = "web pages from these origins may call, such as https://chat.example.org")
    private Set<Origin> origins = new LinkedHashSet<>();

    @Option(
            names = "--max-body",
            paramLabel = "SIZE",
            defaultValue = "1MiB",
            description = "the largest body of a request, 512KiB to 64MiB; default: ${DEFAULT-VALUE}")
    private BodySize body;

    @Option(
            names = "--heartbeat",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description =
                    "how long a stream is silent before it says that it is alive, 1s to 30s; less than a proxy on the"
                            + " way waits; default: ${DEFAULT-VALUE}")
    private Heartbeat heartbeat;

    @Option(
            names = "--rate-per-caller",
            paramLabel = "N|none",
            defaultValue = "200",
            description = "how many calls a second one caller has; default: ${DEFAULT-VALUE}")
    private Rate perCaller;

    @Option(
            names = "--rate-per-address",
            paramLabel = "N|none",
            defaultValue = "2000",
            description = "how many calls a second come from one address, with or without a login; none behind a proxy,"
                    + " whose address it would be; default: ${DEFAULT-VALUE}")
    private Rate perAddress;

    HttpSettings.Builder settings() {
        var settings = HttpSettings.builder()
                .unlimitedRate()
                .origins(origins.stream().map(Origin::text).collect(Collectors.toUnmodifiableSet()))
                .bodyBytes(body.bytes())
                .heartbeat(heartbeat.duration());
        perCaller.limit().ifPresent(settings::perCaller);
        perAddress.limit().ifPresent(settings::perAddress);
        return settings;
    }
}
