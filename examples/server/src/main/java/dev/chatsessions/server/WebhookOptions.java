package dev.chatsessions.server;

import dev.chatsessions.server.Values.SealingKey;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** By what those who deliver for devices are known. */
final class WebhookOptions {

    private static final String KEY = "--secret-key";

    @Option(
            names = KEY,
            paramLabel = "KEY",
            description = "keeps the secrets that sign webhooks: 32 bytes in base 64, the same for all servers on one"
                    + " database; by environment or file only")
    private Optional<SealingKey> key = Optional.empty();

    @Option(names = "--secret-key-file", paramLabel = "FILE", description = "a file with that and nothing else")
    private Optional<Path> keyFile = Optional.empty();

    @Option(
            names = "--allow-unsigned-webhooks",
            description = "take what devices deliver without a secret, from whoever knows a device's name; the dev"
                    + " profile does")
    private boolean unsigned;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Refuses a secret that everybody on the machine can see. */
    void check() {
        new SecretOption(KEY).refuseOnCommandLine(command);
        key();
    }

    KeptSecret<SealingKey> secret() {
        return new KeptSecret<>("secret-key", key, keyFile, Values::sealingKey);
    }

    Optional<String> key() {
        return secret().value().map(SealingKey::text);
    }

    boolean areTakenUnsigned(Profile profile) {
        return unsigned || profile == Profile.DEV;
    }
}
