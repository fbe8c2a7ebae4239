package dev.chatsessions.server;

import dev.chatsessions.Caller;
import dev.chatsessions.adapter.javalin.JsonLines;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description = {
            "Writes all that is kept of a user as JSON Lines, which the command import takes in elsewhere.",
            "Opens the database; a user does the same at a running server's /me/export."
        },
        sortOptions = false)
final class ExportCommand implements Callable<Integer> {

    @Mixin
    private OneUser user;

    @Option(names = "--out", paramLabel = "FILE", description = "a new file; default: the output stream")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private DatabaseOptions database;

    @Override
    public Integer call() {
        var caller = Caller.user(user.id());
        try (var opened = Database.open(database, database.migration());
                var core = SessionCore.builder()
                        .storage(opened.storage())
                        .housekeeping(Housekeeping.external())
                        .build();
                var lines = open()) {
            var progress = new Progress();
            var writing = JsonLines.writing(lines);
            core.transfers().export(caller, line -> {
                writing.accept(line);
                progress.passed();
            });
            lines.flush();
            progress.ended("written");
            return ExitCode.OK;
        } catch (IOException | UncheckedIOException e) {
            throw Failure.files(
                    "what is exported cannot be written"
                            + out.map(file -> " to " + file).orElse(""),
                    e);
        }
    }

    private OutputStream open() throws IOException {
        if (out.isEmpty()) {
            return new BufferedOutputStream(System.out);
        }
        try {
            return new BufferedOutputStream(
                    Files.newOutputStream(out.get(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (FileAlreadyExistsException there) {
            throw Failure.files(out.get() + " is there already", there);
        }
    }
}
