package dev.chatsessions.server;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.JsonValue;
import dev.chatsessions.adapter.javalin.JsonLines;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.transfer.Intake;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "import",
        description = {
            "Takes in what the command export wrote; what is there already stays as it is, so that it can be repeated.",
            "A line that cannot be understood ends it and is told by its number; what came before it stays."
        },
        subcommands = ImportChatkitCommand.class,
        sortOptions = false)
final class ImportCommand implements Callable<Integer> {

    private static final Caller.Admin OPERATOR = Caller.admin("command-line");

    @Mixin
    private OneUser user;

    @Option(names = "--in", paramLabel = "FILE", description = "default: the input stream")
    private Optional<Path> in = Optional.empty();

    @Mixin
    private DatabaseOptions database;

    @Override
    public Integer call() {
        var owner = user.id();
        try (var lines = open();
                var opened = Database.open(database, database.migration());
                var core = SessionCore.builder()
                        .storage(opened.storage())
                        .housekeeping(Housekeeping.external())
                        .build()) {
            var progress = new Progress();
            var intake = core.transfers().take(OPERATOR, owner, told(JsonLines.read(lines), progress));
            progress.ended("read");
            System.out.println(told(intake));
            return intake.complete() ? ExitCode.OK : cutOff();
        } catch (Invalid bad) {
            throw Failure.data(bad.getMessage() + "; what came before it is imported", bad);
        } catch (IOException | UncheckedIOException e) {
            throw Failure.files(
                    "what is to be imported cannot be read"
                            + in.map(file -> ": " + file).orElse(""),
                    e);
        }
    }

    private InputStream open() throws IOException {
        return new BufferedInputStream(in.isPresent() ? Files.newInputStream(in.get()) : System.in);
    }

    private static Iterator<JsonValue.Fields> told(Iterator<JsonValue.Fields> lines, Progress progress) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return lines.hasNext();
            }

            @Override
            public JsonValue.Fields next() {
                progress.passed();
                return lines.next();
            }
        };
    }

    private static String told(Intake intake) {
        return "imported: " + counts(intake.added()) + "; left out: " + counts(intake.left());
    }

    private static String counts(Map<String, Long> counts) {
        return counts.isEmpty()
                ? "nothing"
                : counts.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static int cutOff() {
        throw Failure.data("the lines end before their last; what was there is imported", null);
    }
}
