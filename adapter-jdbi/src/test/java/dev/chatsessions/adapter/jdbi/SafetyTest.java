package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException.Unavailable;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database that would lose what it acknowledged is refused, unless the host says otherwise. */
@Tag(TestDatabase.NOT_THE_JDK)
final class SafetyTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "-c synchronous_commit=off, synchronous_commit is off",
        "-c default_transaction_read_only=on, it is read-only"
    })
    void unsafe_settings_of_postgresql_are_refused(String options, String reason) {
        var source = postgresql("postgres");
        source.setOptions(options);

        var refused = assertThrows(Unavailable.class, () -> storage(source).check());

        assertEquals("storage-unavailable", refused.code());
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @Test
    void another_encoding_of_postgresql_is_refused() throws SQLException {
        try (var connection = TestDatabase.POSTGRESQL_18.pool().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    "create database latin1 encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0");
        }

        var refused = assertThrows(
                Unavailable.class, () -> storage(postgresql("latin1")).check());

        assertTrue(refused.getMessage().contains("LATIN1"), refused.getMessage());
    }

    @Test
    void the_host_may_allow_it() {
        var source = postgresql("postgres");
        source.setOptions("-c synchronous_commit=off");
        var storage = JdbiStorage.builder(source)
                .schema("safety_allowed")
                .allowUnsafe(true)
                .build();

        storage.check();

        assertEquals(0, Chat.started(storage, "anna").newest(storage, 50).size());
    }

    @Test
    void a_file_of_h2_that_is_written_late_is_refused() {
        var file = "jdbc:h2:file:" + folder + "/late";

        var refused = assertThrows(Unavailable.class, () -> storage(h2(file)).check());

        assertTrue(refused.getMessage().contains("WRITE_DELAY=0"), refused.getMessage());
        storage(h2(file + ";WRITE_DELAY=0")).check();
    }

    @Test
    void the_h2_that_forgets_what_it_wrote_last_is_refused_for_files() {
        assertEquals(List.of(), Safety.ofH2File("0", "2.4.240"));

        var faults = Safety.ofH2File("0", "2.5.252");

        assertEquals(1, faults.size());
        assertTrue(faults.get(0).contains("take 2.4.240"), faults.get(0));
    }

    @Test
    void a_file_of_h2_that_may_not_be_written_is_refused() throws SQLException {
        var file = "jdbc:h2:file:" + folder + "/readonly";
        DriverManager.getConnection(file).close();

        var refused = assertThrows(
                Unavailable.class,
                () -> storage(h2(file + ";WRITE_DELAY=0;ACCESS_MODE_DATA=r")).check());

        assertTrue(refused.getMessage().contains("read-only"), refused.getMessage());
    }

    @Test
    void an_unreachable_database_is_unavailable_and_building_on_it_is_not() {
        var source = new PGSimpleDataSource();
        source.setURL("jdbc:postgresql://127.0.0.1:1/none?connectTimeout=1");
        var storage = storage(source);

        for (var call = 1; call <= 2; call++) {
            var failure = assertThrows(Unavailable.class, () -> storage.read(stores -> stores.now()));
            assertEquals("storage-unavailable", failure.code());
        }
        assertThrows(Unavailable.class, storage::check);
    }

    @Test
    void timeouts_that_hide_one_another_are_refused() {
        var builder = JdbiStorage.builder(new JdbcDataSource());

        assertThrows(
                IllegalArgumentException.class,
                () -> builder.timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10)));
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.timeouts(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(5)));
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.timeouts(Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @CsvSource({"''", "1st", "chat-sessions", "chat sessions", "x\"; drop schema public"})
    void a_schema_that_is_no_plain_name_is_refused(String name) {
        var builder = JdbiStorage.builder(new JdbcDataSource());

        assertThrows(IllegalArgumentException.class, () -> builder.schema(name));
    }

    private static JdbiStorage storage(DataSource source) {
        return JdbiStorage.builder(source).schema("safety").build();
    }

    private static PGSimpleDataSource postgresql(String database) {
        var source = new PGSimpleDataSource();
        source.setURL(PostgresServers.version(PostgresServers.NEWEST).getJdbcUrl("postgres", database));
        return source;
    }

    private static JdbcDataSource h2(String url) {
        var source = new JdbcDataSource();
        source.setURL(url);
        return source;
    }
}
