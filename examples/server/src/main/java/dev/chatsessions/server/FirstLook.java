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

/**
 * Reads the command line once before it is parsed: for the file that the defaults come from, and whether only help is
 * asked for, which no mistake in that file shall prevent.
 */
@Command
final class FirstLook {

    @Option(names = "--config")
    private Optional<Path> config = Optional.empty();

    @Option(names = {"-h", "--help", "-V", "--version"})
    private boolean help;

    @Unmatched
    private List<String> rest = new ArrayList<>();

    static FirstLook at(String... arguments) {
        var look = new FirstLook();
        try {
            new CommandLine(look).setExpandAtFiles(false).parseArgs(arguments);
        } catch (ParameterException e) {
            // The real parse fails in the same way and tells it.
            return new FirstLook();
        }
        return look;
    }

    Optional<Path> config() {
        return config;
    }

    boolean isForHelp() {
        return help;
    }
}
