package dev.chatsessions.server;

import dev.chatsessions.Caller;
import dev.chatsessions.UserId;
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
            "Asks the running server if --url is given or its database file is in use; otherwise opens the database."
        },
        sortOptions = false)
final class ExportCommand implements Callable<Integer> {

    @Mixin
    private OneUser user;

    @Option(names = "--out", paramLabel = "FILE", description = "a new file; default: the output stream")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private ServingOptions serving;

    @Mixin
    private DatabaseOptions database;

    @Override
    public Integer call() {
        var id = user.id();
        var progress = new Progress();
        try {
            serving.ask(database, server -> fromServer(server, id, progress), () -> fromDatabase(id, progress));
        } catch (UncheckedIOException e) {
            throw unwritten(e);
        }
        progress.ended("written");
        return ExitCode.OK;
    }

    private boolean fromDatabase(UserId id, Progress progress) {
        try (var opened = Database.open(database, database.migration());
                var core = SessionCore.builder()
                        .storage(opened.storage())
                        .housekeeping(Housekeeping.external())
                        .build();
                var lines = open()) {
            core.transfers().export(Caller.user(id), JsonLines.writing(progress.counting(lines)));
            lines.flush();
            return true;
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    private boolean fromServer(RunningServer server, UserId id, Progress progress) {
        try (var lines = open()) {
            server.export(id.value(), progress.counting(lines));
            lines.flush();
            return true;
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    private Failure unwritten(Exception cause) {
        return Failure.files(
                "what is exported cannot be written"
                        + out.map(file -> " to " + file).orElse(""),
                cause);
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
