package dev.chatsessions.server;

import dev.chatsessions.server.Values.Secret;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The token of the first admin. */
final class AdminTokenOptions {

    @Option(
            names = "--admin-token",
            paramLabel = "TOKEN",
            description =
                    "the first admin's, better set by environment or file; default: the one that a server makes and"
                            + " keeps beside its database")
    private Optional<Secret> token = Optional.empty();

    @Option(names = "--admin-token-file", paramLabel = "FILE", description = "a file with that and nothing else")
    private Optional<Path> file = Optional.empty();

    KeptSecret<Secret> secret() {
        return new KeptSecret<>("admin-token", token, file, Values::secret);
    }

    Optional<String> token() {
        return secret().value().map(Secret::text);
    }
}
