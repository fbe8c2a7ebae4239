package dev.chatsessions.examples.worker;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "chat-sessions-worker",
        description = "Answers in the sessions of its user, with an agent on this machine.",
        mixinStandardHelpOptions = true,
        version = "chat-sessions-worker",
        sortOptions = false,
        footer = {
            "",
            "An option --some-name can also be set by the environment variable CHAT_WORKER_SOME_NAME, or as some-name in",
            "a properties file; the command line wins over the environment, and that over the file."
        })
final class WorkerCommand implements Callable<Integer> {

    private static final int MOST_AT_ONCE = 1_000;

    static final Path DEFAULT_FILE = Path.of("chat-sessions-worker.properties");

    @Option(
            names = SettingsSource.FILE_OPTION,
            paramLabel = "FILE",
            description = "a properties file; default: ./chat-sessions-worker.properties if it is there")
    private Path config = DEFAULT_FILE;

    @Option(
            names = "--server",
            paramLabel = "URL",
            required = true,
            description = "the server, such as http://127.0.0.1:7070")
    private URI server;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "what its user is to call it; default: this machine's name")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--agent",
            paramLabel = "KIND",
            defaultValue = "acp",
            description =
                    "how it is talked to: acp (the Agent Client Protocol) or command (run once for every question);"
                            + " default: ${DEFAULT-VALUE}")
    private AgentKind agent;

    @Option(
            names = "--run",
            paramLabel = "COMMAND",
            defaultValue = "opencode acp",
            description = "the agent; {session} and {model} in it stand for those; default: ${DEFAULT-VALUE}")
    private CommandLineWords run;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "where agents work; default: here")
    private Path folder;

    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            defaultValue = "chat-sessions-worker-state",
            description = "where it keeps its token and its place; default: ./${DEFAULT-VALUE}")
    private Path state;

    @Option(
            names = "--answers-at-once",
            paramLabel = "COUNT",
            defaultValue = "64",
            description = "how many questions it takes at the same time, 1 to 1000; default: ${DEFAULT-VALUE}")
    private int answersAtOnce;

    @Option(
            names = "--flush",
            paramLabel = "TIME",
            defaultValue = "50ms",
            description = "how long words may be gathered before they are sent on; default: ${DEFAULT-VALUE}")
    private Duration flush;

    @Option(
            names = "--idle-stop",
            paramLabel = "TIME",
            defaultValue = "15m",
            description = "how long an agent may be unused before it is ended; default: ${DEFAULT-VALUE}")
    private Duration idleStop;

    @Option(
            names = "--silence",
            paramLabel = "TIME",
            defaultValue = "10m",
            description = "how long an agent may say nothing before it counts as hung; default: ${DEFAULT-VALUE}")
    private Duration silence;

    @Option(
            names = "--longest",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "how long one answer may take; default: ${DEFAULT-VALUE}")
    private Duration longest;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        require(answersAtOnce > 0 && answersAtOnce <= MOST_AT_ONCE, "--answers-at-once", "is 1 to " + MOST_AT_ONCE);
        require(Files.isDirectory(folder), "--folder", folder + " is not there, or no folder");
        var settings = WorkerSettings.of(server, name.orElseGet(WorkerCommand::machine), state)
                .withAnswersAtOnce(answersAtOnce)
                .withFlush(flush)
                .withIdleStop(idleStop)
                .withLimits(silence, longest);
        try (var guard = ProcessGuard.start();
                var kept = WorkerState.in(state);
                var worker = new Worker(settings, starter(guard), kept, WorkerCommand::say)) {
            Runtime.getRuntime().addShutdownHook(new Thread(worker::close, "worker-end"));
            worker.run();
        }
        return 0;
    }

    private void require(boolean holds, String option, String rule) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), option + " " + rule, spec.findOption(option), option);
        }
    }

    private Agent.Starter starter(ProcessGuard guard) {
        return agent.starter(run, new AgentFolders(folder.toAbsolutePath().normalize(), state.toAbsolutePath()), guard);
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "worker";
        }
    }

    private static void say(String line) {
        System.out.println("chat-sessions-worker: " + line);
    }
}
