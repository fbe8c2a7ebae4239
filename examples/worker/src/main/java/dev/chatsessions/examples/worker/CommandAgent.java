package dev.chatsessions.examples.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command that is run once for every question: it reads the question, and what it writes is the answer. What was said before
 * it has to remember itself, by the session's id, which it finds in its environment and may have in its arguments.
 */
final class CommandAgent implements Agent {

    private static final int BUFFER = 8192;

    private final AgentPlace place;

    private final CommandLineWords command;

    private final AgentFolders folders;

    private final ProcessGuard guard;

    private Optional<AgentProcess> running = Optional.empty();

    private boolean cancelled;

    private boolean closed;

    private CommandAgent(AgentPlace place, CommandLineWords command, AgentFolders folders, ProcessGuard guard) {
        this.place = place;
        this.command = command;
        this.folders = folders;
        this.guard = guard;
    }

    static Agent.Starter starter(CommandLineWords command, AgentFolders folders, ProcessGuard guard) {
        return place -> new CommandAgent(place, command, folders, guard);
    }

    @Override
    public Optional<String> session() {
        return Optional.empty();
    }

    @Override
    public synchronized boolean isAlive() {
        return !closed;
    }

    @Override
    public AgentEnd answer(String question, AgentOutput output) throws AgentFailure {
        var file = folders.question(place.session());
        try {
            Files.writeString(file, question);
            try (var process = start(file)) {
                // It has opened what it reads from, and nobody else is to find it.
                Files.delete(file);
                if (output.isUnwanted()) {
                    cancel();
                }
                copy(process.output(), output);
                return end(process);
            }
        } catch (IOException failed) {
            throw new AgentFailure("the question cannot be given to the agent: " + failed.getMessage(), failed);
        } finally {
            over();
        }
    }

    private synchronized AgentProcess start(Path question) throws AgentFailure {
        if (closed) {
            throw new AgentFailure("the agent was ended");
        }
        var environment = Map.of(
                "CHAT_SESSION_ID", place.session(), "CHAT_MODEL", place.model().orElse(""));
        var launch = new AgentProcess.Launch(folders.work(), environment, Redirect.from(question.toFile()));
        cancelled = false;
        var process = AgentProcess.start(words(), launch, guard);
        running = Optional.of(process);
        return process;
    }

    private List<String> words() {
        return command.filled(
                Map.of("{session}", place.session(), "{model}", place.model().orElse("")));
    }

    /** What is no UTF-8 comes out as the replacement character; a character that was cut waits for its rest. */
    private static void copy(InputStream said, AgentOutput output) {
        try (var reader = new InputStreamReader(said, StandardCharsets.UTF_8)) {
            var buffer = new char[BUFFER];
            for (var count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                output.text(new String(buffer, 0, count));
            }
        } catch (IOException closed) {
            // Whoever ended the process took its output away; its exit code tells.
        }
    }

    private AgentEnd end(AgentProcess process) throws AgentFailure {
        var code = process.exitCode();
        synchronized (this) {
            if (cancelled) {
                return AgentEnd.of(AgentEnd.Reason.STOPPED);
            }
        }
        if (code != 0) {
            throw new AgentFailure("the agent ended with exit code " + code + process.lastWords());
        }
        return AgentEnd.of(AgentEnd.Reason.COMPLETE);
    }

    private synchronized void over() {
        running = Optional.empty();
    }

    @Override
    public synchronized void cancel() {
        cancelled = true;
        running.ifPresent(AgentProcess::terminate);
    }

    @Override
    public void close() {
        Optional<AgentProcess> left;
        synchronized (this) {
            closed = true;
            left = running;
        }
        left.ifPresent(AgentProcess::close);
    }
}
