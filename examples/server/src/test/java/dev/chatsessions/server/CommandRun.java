package dev.chatsessions.server;

import dev.chatsessions.server.ServerProcess.Ended;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** A command that ran in this process: what else it does is tested with the packaged program. */
record CommandRun(int exitCode, String output, String errors) {

    static {
        // It says on the output stream how it was set up, once.
        LoggerFactory.getILoggerFactory();
    }

    static CommandRun of(String... arguments) {
        return of(Map.of(), arguments);
    }

    /** With this as its environment. */
    static CommandRun of(Map<String, String> environment, String... arguments) {
        return run(environment, "", arguments);
    }

    /** With this as its input. */
    static CommandRun reading(String input, String... arguments) {
        return run(Map.of(), input, arguments);
    }

    /** As the program ends that runs nothing else. */
    Ended ended() {
        return new Ended(exitCode, output.lines().toList(), errors.lines().toList());
    }

    private static CommandRun run(Map<String, String> environment, String input, String... arguments) {
        var in = System.in;
        var out = System.out;
        var err = System.err;
        var output = new ByteArrayOutputStream();
        var errors = new ByteArrayOutputStream();
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            var exitCode = CommandLineProgram.of(environment).run(arguments);
            return new CommandRun(exitCode, text(output), text(errors));
        } finally {
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }
}
