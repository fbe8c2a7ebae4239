package dev.chatsessions.server;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "legacy", description = "Deprecated tables of other programs.", subcommands = DropLegacyCommand.class)
final class LegacyCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given: legacy drop; see legacy --help");
    }
}
