package dev.chatsessions.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Unmatched;

/** Reads the command line once before it is parsed, for the file that the defaults come from. */
@Command
final class FirstLook {

    @Option(names = "--config")
    private Optional<Path> config = Optional.empty();

    @Unmatched
    private List<String> rest = new ArrayList<>();

    static Optional<Path> config(String... arguments) {
        var look = new FirstLook();
        try {
            new CommandLine(look).setExpandAtFiles(false).parseArgs(arguments);
        } catch (ParameterException e) {
            // The real parse fails in the same way and tells it.
            return Optional.empty();
        }
        return look.config;
    }
}
