package dev.chatsessions.examples.worker;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** The program. */
public final class WorkerMain {

    private WorkerMain() {}

    /** Works until it is ended, and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(System.getenv(), arguments));
    }

    static int run(Map<String, String> environment, String... arguments) {
        var program = new CommandLine(new WorkerCommand());
        program.setExpandAtFiles(false);
        program.setCaseInsensitiveEnumValuesAllowed(true);
        program.registerConverter(Duration.class, text -> readable(() -> Durations.parse(text)));
        program.registerConverter(URI.class, text -> readable(() -> ServerApi.address(text)));
        program.registerConverter(CommandLineWords.class, text -> readable(() -> CommandLineWords.parse(text)));
        program.setExecutionExceptionHandler((failed, command, result) -> failed instanceof WorkerFailure failure
                ? ended(failure.exitCode(), failure.getMessage())
                : ended(WorkerFailure.UNEXPECTED, "unexpected: " + failed));
        try {
            var source = SettingsSource.of(environment, file(arguments), program.getCommandSpec());
            program.setDefaultValueProvider(source);
            program.setParameterExceptionHandler((wrong, rest) -> source.place(wrong.getArgSpec(), arguments)
                    .map(place -> ended(WorkerFailure.CONFIGURATION, place + ": " + wrong.getMessage()))
                    .orElseGet(() -> ended(WorkerFailure.USAGE, wrong.getMessage())));
        } catch (WorkerFailure failure) {
            return ended(failure.exitCode(), failure.getMessage());
        }
        return program.execute(arguments);
    }

    /** The file has to be read before the options are, as it is where they may stand. */
    private static Path file(String... arguments) {
        var named = Optional.<String>empty();
        for (var index = 0; index < arguments.length; index++) {
            if (arguments[index].startsWith(SettingsSource.FILE_OPTION + "=")) {
                named = Optional.of(arguments[index].substring(SettingsSource.FILE_OPTION.length() + 1));
            } else if (arguments[index].equals(SettingsSource.FILE_OPTION) && index + 1 < arguments.length) {
                named = Optional.of(arguments[index + 1]);
            }
        }
        return named.map(Path::of).orElse(WorkerCommand.DEFAULT_FILE);
    }

    /** Text that is turned into a value. */
    @FunctionalInterface
    private interface Reading<T> {
        T read();
    }

    private static <T> T readable(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IllegalArgumentException unreadable) {
            throw new TypeConversionException(unreadable.getMessage());
        }
    }

    private static int ended(int exitCode, String line) {
        System.err.println("chat-sessions-worker: " + line.replaceAll("\\s*[\\r\\n]+\\s*", " "));
        return exitCode;
    }
}
