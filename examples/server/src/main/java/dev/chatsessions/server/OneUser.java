package dev.chatsessions.server;

import dev.chatsessions.UserId;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whose data is meant. */
final class OneUser {

    // Not marked as required: the command import has another below it, which needs none.
    @Option(names = "--user", paramLabel = "USER", description = "whose data it is; has to be given")
    private Optional<String> name = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    UserId id() {
        var given = name.orElseThrow(
                () -> new ParameterException(spec.commandLine(), "Missing required option: '--user=USER'"));
        try {
            return new UserId(given);
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), "--user: " + refused.getMessage(), refused);
        }
    }
}
