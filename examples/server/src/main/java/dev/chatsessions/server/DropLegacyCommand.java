package dev.chatsessions.server;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "drop",
        description = {
            "Drops the deprecated table chatkit_sessions, if its rows are imported, nothing depends on it and nobody has",
            "written to it lately; otherwise tells all that is in the way."
        },
        sortOptions = false)
final class DropLegacyCommand implements Callable<Integer> {

    @Mixin
    private LegacyTable legacy;

    @Option(names = "--yes", description = "has to be said: what is dropped is gone")
    private boolean yes;

    @Option(
            names = "--quiet-for",
            paramLabel = "DURATION",
            defaultValue = "1d",
            description = "how long nobody may have written to it; default: ${DEFAULT-VALUE}")
    private Duration quiet;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private DatabaseOptions database;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!yes) {
            throw new ParameterException(spec.commandLine(), "what is dropped is gone: add --yes");
        }
        confirmation.require(database.address());
        try (var opened = Database.open(database, database.migration())) {
            var reasons = legacy.in(opened).drop(quiet);
            if (!reasons.isEmpty()) {
                throw Failure.refused("nothing is dropped: " + String.join("; ", reasons));
            }
            System.out.println("the table is dropped");
            return ExitCode.OK;
        }
    }
}
