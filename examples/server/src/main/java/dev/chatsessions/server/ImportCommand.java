package dev.chatsessions.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.UserId;
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
            "A line that cannot be understood ends it and is told by its number; what came before it stays.",
            "Asks the running server if --url is given or its database file is in use; otherwise opens the database."
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
    private Result result;

    @Mixin
    private ServingOptions serving;

    @Mixin
    private DatabaseOptions database;

    @Override
    public Integer call() {
        var owner = user.id();
        var progress = new Progress();
        try (var lines = progress.counting(open())) {
            var intake = serving.ask(
                    database, server -> intake(server.take(owner.value(), lines)), () -> inDatabase(owner, lines));
            progress.ended("read");
            if (!intake.complete()) {
                throw Failure.data(told(intake) + "; the lines end before their last", null);
            }
            result.tell(() -> told(intake), document(intake));
            return ExitCode.OK;
        } catch (Invalid bad) {
            throw Failure.data(bad.getMessage() + "; what came before it is imported", bad);
        } catch (IOException | UncheckedIOException e) {
            throw Failure.files(
                    "what is to be imported cannot be read"
                            + in.map(file -> ": " + file).orElse(""),
                    e);
        }
    }

    private Intake inDatabase(UserId owner, InputStream lines) {
        try (var opened = Database.open(database, database.migration());
                var core = SessionCore.builder()
                        .storage(opened.storage())
                        .housekeeping(Housekeeping.external())
                        .build()) {
            return core.transfers().take(OPERATOR, owner, JsonLines.read(lines));
        }
    }

    private static Intake intake(JsonNode told) {
        return new Intake(
                counts(told.path("added")),
                counts(told.path("left")),
                told.path("complete").asBoolean());
    }

    private static Map<String, Long> counts(JsonNode told) {
        return told.properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, count -> count.getValue().asLong()));
    }

    private InputStream open() throws IOException {
        return new BufferedInputStream(in.isPresent() ? Files.newInputStream(in.get()) : System.in);
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

    private static ObjectNode document(Intake intake) {
        var document = Result.document();
        intake.added().forEach(document.putObject("imported")::put);
        intake.left().forEach(document.putObject("left_out")::put);
        return document;
    }
}
