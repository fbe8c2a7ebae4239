package dev.chatsessions.examples.worker;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A worker in this process, with agents of its own in others. */
final class Employee implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final LinkedBlockingQueue<String> says = new LinkedBlockingQueue<>();

    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private final ProcessGuard guard = ProcessGuard.start();

    private final WorkerState state;

    private final Worker worker;

    private Employee(
            URI server, Path folder, AgentKind kind, List<String> command, UnaryOperator<WorkerSettings> choice) {
        state = WorkerState.in(folder.resolve("state"));
        var settings = choice.apply(WorkerSettings.of(server, "laptop", folder.resolve("state")));
        var agents =
                kind.starter(new CommandLineWords(command), new AgentFolders(folder, folder.resolve("state")), guard);
        worker = new Worker(settings, agents, state, says::add);
        var thread = new Thread(this::run, "employee");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            worker.run();
            end.complete(null);
        } catch (RuntimeException failed) {
            end.completeExceptionally(failed);
        }
    }

    /** One whose agent takes every question for a script, and answers with what that prints. */
    static Employee obeying(Office office, Path folder) {
        return obeying(office, folder, settings -> settings);
    }

    static Employee obeying(Office office, Path folder, UnaryOperator<WorkerSettings> choice) {
        return of(office, folder, List.of("sh"), choice);
    }

    static Employee of(Office office, Path folder, List<String> command, UnaryOperator<WorkerSettings> choice) {
        return new Employee(office.forWorkers(), folder, AgentKind.COMMAND, command, choice);
    }

    /** One whose agent speaks the protocol. */
    static Employee speaking(Office office, Path folder, List<String> command) {
        return speaking(office, folder, command, settings -> settings);
    }

    static Employee speaking(Office office, Path folder, List<String> command, UnaryOperator<WorkerSettings> choice) {
        return new Employee(office.forWorkers(), folder, AgentKind.ACP, command, choice);
    }

    /** Has Ann take it on. */
    Employee hired(Office office) {
        office.approve(code());
        says("takes questions");
        return this;
    }

    /** The code that it shows. */
    String code() {
        return says("enter the code").replaceFirst(".*code (\\S+) at.*", "$1");
    }

    /** Waits until it says something like this. */
    String says(String part) {
        var until = System.nanoTime() + LIMIT.toNanos();
        try {
            while (true) {
                var line = says.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (line == null) {
                    throw new AssertionError("it never said: " + part);
                }
                if (line.contains(part)) {
                    return line;
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    void awaitOtherToken(String old) {
        Patience.until(() -> !state.token().equals(old), "it keeps its old token");
    }

    String id() {
        return state.worker();
    }

    WorkerState state() {
        return state;
    }

    /** Waits until it has ended by itself, and tells why. */
    WorkerFailure failed() {
        try {
            end.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            throw new AssertionError("it ended as if all were well");
        } catch (ExecutionException failed) {
            return (WorkerFailure) failed.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("it did not end", e);
        }
    }

    @Override
    public void close() {
        worker.close();
        guard.close();
        state.close();
    }
}
