package dev.chatsessions.server;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged worker as a process of its own, with an agent that takes every question for a script. */
record WorkerProgram(ServerProcess process) implements AutoCloseable {

    private static final Path JAR =
            Path.of("..", "worker", "target", "chat-sessions-worker.jar").toAbsolutePath();

    static WorkerProgram start(Path folder, URI server) {
        if (Files.notExists(JAR)) {
            throw new IllegalStateException(JAR + " is not there; package examples/worker");
        }
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(SoonUp.OPTIONS);
        command.addAll(List.of("-jar", JAR.toString(), "--server", server.toString()));
        command.addAll(List.of("--agent", "command", "--run", "sh"));
        return new WorkerProgram(ServerProcess.launch(folder, Map.of(), command));
    }

    /** Has its user take it on. */
    WorkerProgram hired(ChatClient user) {
        var code = process.line(line -> line.contains("enter the code")).replaceFirst(".*code (\\S+) at.*", "$1");
        user.post("/workers/approve", "{\"user_code\":\"" + code + "\"}");
        process.line(line -> line.contains("takes questions"));
        return this;
    }

    @Override
    public void close() {
        process.close();
    }
}
