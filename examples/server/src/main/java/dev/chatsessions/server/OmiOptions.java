package dev.chatsessions.server;

import dev.chatsessions.adapter.omi.OmiMessenger;
import dev.chatsessions.server.Values.OmiApp;
import dev.chatsessions.server.Values.OmiSecret;
import dev.chatsessions.spi.DeviceMessenger;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The app through which the users of Omi devices are told their codes. */
final class OmiOptions {

    private static final String SECRET = "--omi-app-secret";

    @Option(
            names = "--omi-app-id",
            paramLabel = "ID",
            description = "the app at Omi that tells users of Omi devices their codes; default: nobody does")
    private Optional<OmiApp> app = Optional.empty();

    @Option(names = SECRET, paramLabel = "SECRET", description = "its secret; by environment or file only")
    private Optional<OmiSecret> secret = Optional.empty();

    @Option(names = "--omi-app-secret-file", paramLabel = "FILE", description = "a file with that and nothing else")
    private Optional<Path> secretFile = Optional.empty();

    @Option(
            names = "--omi-url",
            paramLabel = "URL",
            defaultValue = "https://api.omi.me",
            description = "where Omi's API is; default: ${DEFAULT-VALUE}")
    private URI url;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Refuses what does not go together, and a secret that everybody on the machine can see. */
    void check() {
        new SecretOption(SECRET).refuseOnCommandLine(command);
        if (app.isPresent() != secret().value().isPresent()) {
            throw Failure.configuration("omi-app-id and omi-app-secret are set together or not at all");
        }
    }

    KeptSecret<OmiSecret> secret() {
        return new KeptSecret<>("omi-app-secret", secret, secretFile, Values::omiSecret);
    }

    Optional<DeviceMessenger> messenger() {
        return app.map(id -> OmiMessenger.builder(
                        id.id(), secret().value().orElseThrow().text())
                .server(url)
                .build());
    }
}
