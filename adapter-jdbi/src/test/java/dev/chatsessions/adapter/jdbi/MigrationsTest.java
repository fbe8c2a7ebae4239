package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.spi.Storage;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the tables come about. */
@Tag(TestDatabase.NOT_THE_JDK)
final class MigrationsTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void five_nodes_that_start_together_make_the_tables_once(TestDatabase database) throws Exception {
        var schema = fresh(database, "five_nodes");
        var start = new CyclicBarrier(5);
        var nodes = new ArrayList<Callable<JdbiStorage>>();
        for (var node = 0; node < 5; node++) {
            nodes.add(() -> {
                var storage =
                        JdbiStorage.builder(database.pool()).schema(schema).build();
                start.await();
                storage.check();
                return storage;
            });
        }

        var storages = together(nodes);

        for (var storage : storages) {
            var chat = Chat.started(storage, "anna-" + Chat.id());
            chat.turn(storage, "Where to?", "Lisbon.");
            assertEquals(2, chat.newest(storages.get(0), 50).size());
        }
        assertEquals(MigrationFiles.NAMES.size(), versions(database, schema));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tables_of_a_newer_program_are_refused(TestDatabase database) throws SQLException {
        var schema = fresh(database, "newer");
        JdbiStorage.builder(database.pool()).schema(schema).build().check();
        execute(database, "insert into \"newer\".schema_version (version) values (1000)");

        for (var mode : List.of(MigrationMode.MIGRATE, MigrationMode.VALIDATE)) {
            var storage = JdbiStorage.builder(database.pool())
                    .schema(schema)
                    .migration(mode)
                    .build();

            var refused = assertThrows(Unavailable.class, () -> storage.read(stores -> stores.now()));

            assertTrue(refused.getMessage().contains("version 1000"), refused.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void validating_makes_nothing_and_asks_for_what_is_missing(TestDatabase database) throws SQLException {
        var schema = fresh(database, "validated");
        var storage = JdbiStorage.builder(database.pool())
                .schema(schema)
                .migration(MigrationMode.VALIDATE)
                .build();

        var refused = assertThrows(Unavailable.class, storage::check);
        assertTrue(refused.getMessage().contains("migrate()"), refused.getMessage());

        JdbiStorage.builder(database.pool())
                .schema(schema)
                .migration(MigrationMode.OFF)
                .build()
                .migrate();
        storage.check();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void the_printed_sql_makes_the_same_tables(TestDatabase database) throws SQLException {
        var schema = fresh(database, "printed");
        var printer = JdbiStorage.builder(database.pool())
                .schema(schema)
                .migration(MigrationMode.OFF)
                .build();
        var dialect = database.isPostgresql() ? Dialect.POSTGRESQL : Dialect.H2;
        var sql = printer.migrationSql();

        for (var name : MigrationFiles.NAMES) {
            assertTrue(sql.contains(MigrationFiles.read(dialect, name)
                    .replace("${schema}", "\"printed\"")
                    .replace("${reporting_live}", "\"printed_reporting_live\"")
                    .replace("${reporting_workflow}", "\"printed_reporting_workflow\"")
                    .replace("${reporting_chat}", "\"printed_reporting_chat\"")));
        }
        execute(database, sql);
        var storage = JdbiStorage.builder(database.pool()).schema(schema).build();
        var chat = Chat.started(storage, "anna");
        chat.turn(storage, "Where to?", "Lisbon.");
        assertEquals(2, chat.newest(storage, 50).size());
    }

    @Test
    void every_file_is_numbered_and_known_for_both_databases() throws IOException {
        for (var dialect : Dialect.values()) {
            var folder = Path.of("src/main/resources", MigrationFiles.FOLDER, dialect.folder());
            try (var files = Files.list(folder)) {
                assertEquals(
                        MigrationFiles.NAMES,
                        files.map(file -> file.getFileName().toString())
                                .sorted()
                                .toList());
            }
        }
        for (var version = 1; version <= MigrationFiles.NAMES.size(); version++) {
            assertTrue(MigrationFiles.NAMES.get(version - 1).startsWith("V%03d__".formatted(version)));
            for (var dialect : Dialect.values()) {
                assertTrue(MigrationFiles.read(dialect, MigrationFiles.NAMES.get(version - 1))
                        .strip()
                        .endsWith("insert into ${schema}.schema_version (version) values (%d);".formatted(version)));
            }
        }
    }

    @Test
    void without_flyway_the_message_says_what_to_do() throws Exception {
        fresh(TestDatabase.H2_MEMORY, "no_flyway");
        try (var loader = new WithoutFlyway()) {
            var type = loader.loadClass(JdbiStorage.class.getName());
            var builder = type.getMethod("builder", DataSource.class).invoke(null, TestDatabase.H2_MEMORY.pool());
            builder.getClass().getMethod("schema", String.class).invoke(builder, "no_flyway");
            var storage = (Storage) builder.getClass().getMethod("build").invoke(builder);

            var refused = assertThrows(Unavailable.class, storage::check);
            assertTrue(refused.getMessage().contains("org.flywaydb:flyway-core"), refused.getMessage());

            execute(TestDatabase.H2_MEMORY, (String)
                    type.getMethod("migrationSql").invoke(migrationOff(type)));
            storage.check();
        }
    }

    private static Object migrationOff(Class<?> type) throws ReflectiveOperationException {
        var builder = type.getMethod("builder", DataSource.class).invoke(null, TestDatabase.H2_MEMORY.pool());
        builder.getClass().getMethod("schema", String.class).invoke(builder, "no_flyway");
        var mode = type.getClassLoader().loadClass(MigrationMode.class.getName());
        builder.getClass()
                .getMethod("migration", mode)
                .invoke(builder, mode.getField("OFF").get(null));
        return builder.getClass().getMethod("build").invoke(builder);
    }

    private static String fresh(TestDatabase database, String schema) throws SQLException {
        execute(database, "drop schema if exists \"" + schema + "\" cascade");
        return schema;
    }

    private static void execute(TestDatabase database, String sql) throws SQLException {
        try (var connection = database.pool().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int versions(TestDatabase database, String schema) throws SQLException {
        try (var connection = database.pool().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from \"" + schema + "\".schema_version")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static <T> List<T> together(List<Callable<T>> tasks) throws InterruptedException, ExecutionException {
        var threads = Executors.newFixedThreadPool(tasks.size());
        try {
            var results = new ArrayList<T>();
            for (var future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Loads this module anew, as on a class path that lacks Flyway. */
    private static final class WithoutFlyway extends URLClassLoader {

        WithoutFlyway() throws IOException {
            super(classPath(), MigrationsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.flywaydb.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("dev.chatsessions.adapter.jdbi.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                var loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }

        private static URL[] classPath() throws IOException {
            var urls = new ArrayList<URL>();
            for (var part :
                    Arrays.asList(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                            .split(java.io.File.pathSeparator))) {
                urls.add(Path.of(part).toUri().toURL());
            }
            return urls.toArray(URL[]::new);
        }
    }
}
