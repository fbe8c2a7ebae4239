package dev.chatsessions.server;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
        name = "chat-sessions-server",
        description = "Durable, resumable chat sessions over HTTP.",
        mixinStandardHelpOptions = true,
        versionProvider = ServerCommand.Version.class,
        scope = ScopeType.INHERIT,
        subcommands = {
            ServeCommand.class,
            TokenCommand.class,
            MigrateCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            EraseCommand.class,
            RetentionCommand.class,
            LegacyCommand.class
        },
        footer = {
            "",
            "An option --some-name can also be set by the environment variable CHAT_SESSIONS_SOME_NAME, or as",
            "some-name in a properties file; the command line wins over the environment, and that over the file."
        })
final class ServerCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "a properties file; default: ./chat-sessions.properties if it is there")
    private Optional<Path> config = Optional.empty();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "no command given: serve, token, migrate, export, import, erase, retention or legacy; see --help");
    }

    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            var version = Optional.ofNullable(ServerCommand.class.getPackage().getImplementationVersion());
            return new String[] {"chat-sessions-server " + version.orElse("(not packaged)")};
        }
    }
}
