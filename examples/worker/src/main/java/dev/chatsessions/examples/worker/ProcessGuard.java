package dev.chatsessions.examples.worker;

import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A small shell beside the worker that ends what agents have left behind when they end, and ends the agents when the worker is
 * gone without having ended them itself, as after {@code kill -9}: the pipe between the two closes. Where there is no
 * {@code sh}, agents only notice that nobody listens. Thread-safe.
 */
final class ProcessGuard implements AutoCloseable {

    /** A worker that is stopped by a key press ends its agents in order, so the guard outlives the key press. */
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            watched=' '
            while read -r what pid; do
              case "$what" in
                watch) watched="$watched$pid " ;;
                ended)
                  kill -s KILL -- "-$pid" 2>/dev/null
                  watched="${watched%%" $pid "*} ${watched#*" $pid "}"
                  ;;
              esac
            done
            for pid in $watched; do
              kill -s KILL -- "-$pid" 2>/dev/null || kill -s KILL "$pid" 2>/dev/null
            done
            """;

    private final Optional<Process> shell;

    private final Optional<String> leader;

    private ProcessGuard(Optional<Process> shell, Optional<String> leader) {
        this.shell = shell;
        this.leader = leader;
    }

    static ProcessGuard start() {
        return new ProcessGuard(shell(), found("setsid"));
    }

    private static Optional<Process> shell() {
        try {
            return Optional.of(new ProcessBuilder("sh", "-c", SCRIPT)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start());
        } catch (IOException noShell) {
            return Optional.empty();
        }
    }

    private static Optional<String> found(String program) {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** The command as the head of a group of its own, so that what it starts can be ended with it. */
    List<String> leading(List<String> command) {
        var whole = new ArrayList<String>();
        leader.ifPresent(whole::add);
        whole.addAll(command);
        return whole;
    }

    void watch(long process) {
        tell("watch " + process);
    }

    /** What it started and did not wait for ends with it. */
    void ended(long process) {
        tell("ended " + process);
    }

    private synchronized void tell(String line) {
        shell.ifPresent(running -> {
            try {
                Writer writer = running.outputWriter(StandardCharsets.US_ASCII);
                writer.write(line + "\n");
                writer.flush();
            } catch (IOException gone) {
                // Then nobody guards, and the worker itself still ends what it started.
            }
        });
    }

    /** Whoever is still watched is ended. */
    @Override
    public synchronized void close() {
        shell.ifPresent(running -> {
            try {
                running.getOutputStream().close();
            } catch (IOException gone) {
                // Then nobody is watched any more.
            }
        });
    }
}
