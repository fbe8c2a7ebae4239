package dev.chatsessions.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process of its own that serves one side, so that what is measured in it is the server's alone. It is told what to do by
 * lines of text, answers each with a line, and ends when nobody tells it any more. For one thread.
 */
final class Program implements AutoCloseable {

    private static final String LISTENING = "listening on ";

    private static final String ENDED = "";

    private static final long LIMIT_SECONDS = 120;

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private final Process process;

    private final Writer orders;

    private Optional<URI> address = Optional.empty();

    private Program(Process process) {
        this.process = process;
        orders = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        var reader = new Thread(this::read, "benchmark-answers");
        reader.setDaemon(true);
        reader.start();
    }

    /** The command that runs a class of this program's own class path, whatever the folder. */
    static List<String> java(Class<?> main, String... arguments) {
        var classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        var command = new ArrayList<>(List.of(java(), "-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return List.copyOf(command);
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Returns at once, so that several can begin side by side. */
    static Program start(List<String> command) {
        try {
            return new Program(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Where it listens, once it does. */
    URI address() {
        if (address.isEmpty()) {
            address = Optional.of(URI.create(next(LISTENING)));
        }
        return address.get();
    }

    /** Tells it something; what it answers is kept for {@link #answer}. */
    void tell(String order) {
        try {
            orders.write(order + "\n");
            orders.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The rest of the next answer, which begins with {@code word}. */
    String answer(String word) {
        address();
        return next(word);
    }

    private String next(String word) {
        try {
            var next = answers.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (next == null || !next.startsWith(word)) {
                throw new IllegalStateException("in place of " + word + ", a program answered " + next);
            }
            return next.substring(word.length()).strip();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Tells it something and waits for its answer, which begins with the order's first word. */
    String ask(String order) {
        tell(order);
        return answer(order.split(" ")[0]);
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(line);
            }
        } catch (IOException closed) {
            // Then there are no more answers either.
        }
        answers.add(ENDED);
    }

    @Override
    public void close() {
        try {
            orders.close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException ended) {
            process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
