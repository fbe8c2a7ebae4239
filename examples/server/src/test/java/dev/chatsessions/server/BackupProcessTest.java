package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
            postgres.operate(folder, noted("psql --quiet"));
            assertEquals(ExitCode.DATABASE, run("serve", postgres, "chat_server", "--db-migration=validate"));

            assertEquals(0, run("migrate", postgres, "chat_owner"));

            try (var server = server(as("chat_server", postgres), "--db-migration=validate")) {
                var ann = ann(server);
                ann.chat("Hello");
                assertEquals(2, said(ann).size());
            }
        }
    }

    @Test
    void postgresql_keeps_users_rows_apart_once_the_owner_had_it_do_so_and_until_he_drops_that() throws IOException {
        try (var postgres = DebianPostgres.start(folder.resolve("data"))) {
            postgres.operate(folder, "createdb chat");
            postgres.operate(folder, noted("psql --quiet"));
            assertEquals(0, run("migrate", postgres, "chat_owner", "--db-row-security=on"));
            assertEquals(ExitCode.DATABASE, run("serve", postgres, "postgres", "--db-row-security=on"));
            assertEquals(ExitCode.DATABASE, run("serve", postgres, "chat_server", "--db-migration=validate"));

            List<String> saved;
            String token;
            try (var server = server(as("chat_server", postgres), "--db-migration=validate", "--db-row-security=on")) {
                var ann = ann(server);
                token = ann.token();
                ann.chat("Is this mine?");
                saved = said(ann);
                assertEquals(2, saved.size());
                postgres.operate(folder, "test 0 = $(" + noted("psql --tuples-only") + ")");
                postgres.operate(folder, noted("pg_dump"));
            }

            postgres.operate(folder, "dropdb chat; createdb chat");
            postgres.operate(folder, noted("pg_restore").replace(" --no-owner", ""));
            try (var server = server(as("chat_server", postgres), "--db-migration=validate", "--db-row-security=on")) {
                assertEquals(saved, said(new ChatClient(server.address(), token)));
            }

            assertEquals(0, run("migrate", postgres, "chat_owner", "--drop-row-security"));
            assertEquals(
                    ExitCode.DATABASE,
                    run("serve", postgres, "chat_server", "--db-migration=validate", "--db-row-security=on"));
            try (var server = server(as("chat_server", postgres), "--db-migration=validate")) {
                assertEquals(saved, said(new ChatClient(server.address(), token)));
            }
        }
    }

    private static String as(String role, DebianPostgres postgres) {
        return postgres.url().replace("user=postgres", "user=" + role);
    }

    /** Runs a command to its end, as {@code serve} has none where it is refused. */
    private int run(String command, DebianPostgres postgres, String role, String... more) {
        var arguments = new ArrayList<>(List.of(command, "--db=" + as(role, postgres)));
        if (command.equals("serve")) {
            arguments.addAll(List.of("--port=0", "--admin-token=" + Cluster.ADMIN));
        }
        arguments.addAll(List.of(more));
        return new Program(folder).run(arguments.toArray(String[]::new)).exitCode();
    }
}
