package dev.chatsessions.server;

import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Unavailable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Finds out what is wanted and does it; whatever goes wrong is one line on the error stream and an exit code. */
final class CommandLineProgram {

    private static final String NAME = "chat-sessions-server";

    /** What is said anew in each call, and so is no setting. */
    private static final Set<String> ONCE = Set.of(
            "--user",
            "--role",
            "--ttl",
            "--dry-run",
            "--yes",
            "--quiet-for",
            "--in",
            "--out",
            "--confirm",
            "--drop-row-security",
            Result.OPTION);

    private final Map<String, String> environment;

    private CommandLineProgram(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    static CommandLineProgram of(Map<String, String> environment) {
        return new CommandLineProgram(environment);
    }

    /** Runs one command, for as long as it takes, and returns its exit code. */
    int run(String... arguments) {
        try {
            return program(arguments).execute(arguments);
        } catch (Failure e) {
            return ended(e, arguments);
        }
    }

    /** Every option of any command is a setting, but for what makes sense only in a single call. */
    static List<OptionSpec> settings() {
        return settings(new CommandLine(new ServerCommand()));
    }

    private CommandLine program(String... arguments) {
        var program = new CommandLine(new ServerCommand());
        Values.teach(program);
        program.setExpandAtFiles(false);
        var look = FirstLook.at(arguments);
        if (look.isForHelp()) {
            return program;
        }
        var file = look.config().or(() -> Configuration.fileNamedBy(environment));
        var configuration = Configuration.of(environment, ConfigurationFile.read(file), settings(program));
        program.setDefaultValueProvider(configuration);
        program.setParameterExceptionHandler((e, rest) -> refused(e, configuration, arguments));
        program.setExecutionExceptionHandler((e, command, result) -> ended(e, arguments));
        return program;
    }

    private static List<OptionSpec> settings(CommandLine program) {
        return commands(program)
                .flatMap(command -> command.getCommandSpec().options().stream())
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .filter(option -> !ONCE.contains(option.longestName()))
                .toList();
    }

    private static Stream<CommandLine> commands(CommandLine program) {
        return Stream.concat(
                Stream.of(program), program.getSubcommands().values().stream().flatMap(CommandLineProgram::commands));
    }

    private static int refused(ParameterException e, Configuration configuration, String... arguments) {
        if (e.getArgSpec() instanceof OptionSpec option) {
            var source = configuration.source(option);
            var given = Stream.of(arguments)
                    .anyMatch(argument -> Stream.of(option.names())
                            .anyMatch(name -> argument.equals(name) || argument.startsWith(name + "=")));
            if (source.isPresent() && !given) {
                return ended(Failure.configuration(source.get() + ": " + reason(e)), arguments);
            }
            if (e.getValue() != null) {
                return ended(ExitCode.USAGE, option.longestName() + ": " + reason(e), arguments);
            }
        }
        return ended(ExitCode.USAGE, e.getMessage(), arguments);
    }

    /** What is wrong, without picocli's own way to name the option. */
    private static String reason(ParameterException e) {
        return e.getMessage().replaceFirst("^Invalid value for option '[^']*'( \\([^)]*\\))?: ", "");
    }

    private static int ended(Exception e, String... arguments) {
        if (e instanceof Failure failure) {
            return ended(failure.exitCode(), failure.getMessage(), arguments);
        }
        if (e instanceof Unavailable) {
            return ended(ExitCode.DATABASE, e.getMessage(), arguments);
        }
        if (e instanceof NotFound) {
            return ended(ExitCode.REFUSED, e.getMessage(), arguments);
        }
        return ended(ExitCode.UNEXPECTED, "unexpected: " + e, arguments);
    }

    /** Whoever asked for a document gets one in any case. */
    private static int ended(int exitCode, String text, String... arguments) {
        var line = text.replaceAll("\\s*[\\r\\n]+\\s*", " ");
        System.err.println(NAME + ": " + line);
        if (List.of(arguments).contains(Result.OPTION)) {
            System.out.println(Result.failed(exitCode, line));
        }
        return exitCode;
    }
}
