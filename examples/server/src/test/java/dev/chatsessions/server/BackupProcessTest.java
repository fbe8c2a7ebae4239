package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What operators are told to do about backups and upgrades, done. */
@Tag("ecosystem")
@Timeout(600)
final class BackupProcessTest {

    @TempDir
    private Path folder;

    /** The command of the first block in the notes that begins with this. */
    private static String noted(String start) throws IOException {
        return Arrays.stream(
                        Files.readString(Recipes.FOLDER.resolve("README.md")).split("```\n"))
                .filter(block -> block.startsWith(start))
                .findFirst()
                .orElseThrow();
    }

    private ServerProcess server(String database, String... more) {
        var arguments = new String[more.length + 4];
        arguments[0] = "serve";
        arguments[1] = "--port=0";
        arguments[2] = "--db=" + database;
        arguments[3] = "--admin-token=" + Cluster.ADMIN;
        System.arraycopy(more, 0, arguments, 4, more.length);
        return ServerProcess.start(folder, arguments);
    }

    private static ChatClient ann(ServerProcess server) {
        var address = server.address();
        return new ChatClient(address, server.token(Cluster.ADMIN, "ann"));
    }

    private static List<String> said(ChatClient ann) {
        return ann.history().path("messages").findValuesAsText("content");
    }

    @Test
    void what_was_saved_while_servers_ran_is_taken_up_again() throws IOException {
        try (var postgres = DebianPostgres.start(folder.resolve("data"))) {
            postgres.operate(folder, "createdb chat");
            List<String> saved;
            String token;
            try (var server = server(postgres.url())) {
                var ann = ann(server);
                token = ann.token();
                ann.chat("Is this kept?");
                saved = said(ann);
                postgres.operate(folder, noted("pg_dump"));
                ann.chat("And this?");
            }

            postgres.operate(folder, "dropdb chat; createdb chat");
            postgres.operate(folder, noted("pg_restore"));
            try (var server = server(postgres.url())) {
                var ann = new ChatClient(server.address(), token);
                assertEquals(saved, said(ann));
                ann.chat("And now?");
                assertEquals(4, said(ann).size());
            }
        }
    }

    @Test
    void an_embedded_database_is_copied_with_its_folder() throws IOException {
        var database = "jdbc:h2:async:%s/chat;WRITE_DELAY=0";
        var here = Files.createDirectory(folder.resolve("here"));
        String token;
        List<String> saved;
        try (var server = server(database.formatted(here))) {
            var ann = ann(server);
            token = ann.token();
            ann.chat("Is this kept?");
            saved = said(ann);
            server.terminate();
        }

        Recipes.run(folder, Map.of(), List.of("cp", "-r", "here", "there"));

        try (var server = server(database.formatted(folder.resolve("there")))) {
            assertEquals(saved, said(new ChatClient(server.address(), token)));
        }
    }

    @Test
    void a_role_that_may_change_no_tables_serves_once_their_owner_has_migrated() throws IOException {
        try (var postgres = DebianPostgres.start(folder.resolve("data"))) {
            postgres.operate(folder, "createdb chat");
            var early = new Program(folder)
                    .run(
                            "serve",
                            "--port=0",
                            "--db=" + postgres.url(),
                            "--db-migration=validate",
                            "--admin-token=" + Cluster.ADMIN);
            assertEquals(ExitCode.DATABASE, early.exitCode());
            assertEquals(
                    0,
                    new Program(folder).run("migrate", "--db=" + postgres.url()).exitCode());
            postgres.operate(folder, """
                    psql -q chat <<'SQL'
                    create role server login;
                    grant usage on schema chat_sessions to server;
                    grant select, insert, update, delete on all tables in schema chat_sessions to server;
                    grant usage on all sequences in schema chat_sessions to server;
                    SQL
                    """);

            try (var server =
                    server(postgres.url().replace("user=postgres", "user=server"), "--db-migration=validate")) {
                var ann = ann(server);
                ann.chat("Hello");
                assertEquals(2, said(ann).size());
            }
        }
    }
}
