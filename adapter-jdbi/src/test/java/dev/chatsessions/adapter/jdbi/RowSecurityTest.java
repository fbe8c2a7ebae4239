package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.RequestKey;
import dev.chatsessions.UserId;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What PostgreSQL itself shows to the role of the application, and to whom it does not belong. */
@Tag(TestDatabase.NOT_THE_JDK)
final class RowSecurityTest {

    private static final String SCHEMA = GuardedDatabase.SCHEMA;

    private static final EveryTable ANNS = new EveryTable(
            SCHEMA, "ann", "00000000-0000-7000-8000-00000000000a", "00000000-0000-7000-8000-0000000000aa");

    private static final EveryTable BOBS = new EveryTable(
            SCHEMA, "bob", "00000000-0000-7000-8000-00000000000b", "00000000-0000-7000-8000-0000000000bb");

    private static final SessionAccess ANN = new SessionAccess.Owner(new UserId("ann"));

    /** Whose rows tell of nobody. */
    private static final Set<String> OF_NOBODY = Set.of("attempts", "presence_nodes", "erased_devices");

    private final HikariDataSource application = GuardedDatabase.shared().application();

    @BeforeEach
    void empty() {
        TestDatabase.POSTGRESQL_18.empty(SCHEMA);
    }

    @Test
    void without_a_word_the_applications_role_sees_no_row_of_any_table() throws SQLException {
        fill();

        assertEquals(every(2), seen(""), "by who acts for all");
        try (var connection = application.getConnection()) {
            assertEquals(every(0), counted(connection));
        }
    }

    @ParameterizedTest
    @CsvSource({"user:ann, ann", "user:bob, bob"})
    void a_user_sees_his_own_row_of_every_table(String acting, String user) throws SQLException {
        fill();

        var expected = every(1);
        OF_NOBODY.forEach(table -> expected.put(table, 2L));
        expected.put("orphans", 0L);
        assertEquals(expected, seen(acting));
        try (var connection = acting(acting)) {
            assertEquals(List.of(user), texts(connection, "select owner_key from guarded.sessions"));
            assertEquals(List.of(user), texts(connection, "select speaker from guarded.messages"));
            assertEquals(List.of(user), texts(connection, "select user_id from guarded.usage_sums"));
        }
    }

    @Test
    void a_guest_sees_one_session_and_a_worker_those_in_which_it_answers() throws SQLException {
        fill();

        for (var acting : List.of("session:" + ANNS.session(), "worker:ann")) {
            try (var connection = acting(acting)) {
                assertEquals(List.of("ann"), texts(connection, "select owner_key from guarded.sessions"));
                assertEquals(List.of("ann"), texts(connection, "select speaker from guarded.messages"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "user:carl",
        "session:00000000-0000-7000-8000-00000000000c",
        "worker:carl",
        "nonsense",
        "user:",
        "session:",
        "session:x"
    })
    void somebody_who_has_nothing_sees_nothing_of_others(String acting) throws SQLException {
        fill();

        var expected = every(0);
        OF_NOBODY.forEach(table -> expected.put(table, 2L));
        assertEquals(expected, seen(acting));
    }

    @Test
    void what_is_changed_or_removed_without_a_condition_is_ones_own() throws SQLException {
        fill();

        try (var connection = acting("user:ann");
                var statement = connection.createStatement()) {
            assertEquals(1, statement.executeUpdate("update guarded.messages set text = 'gone'"));
            assertEquals(1, statement.executeUpdate("delete from guarded.usage_entries"));
            var refused = assertThrows(
                    SQLException.class,
                    () -> statement.execute("insert into guarded.session_counters (session_id, name, counted) values ('"
                            + BOBS.session() + "', 'x', 1)"));
            assertTrue(refused.getMessage().contains("row-level security"), refused.getMessage());
            connection.rollback();
        }
    }

    @Test
    void a_statement_that_forgets_whose_rows_it_wants_leaks_without_it_and_not_with_it() {
        for (var on : List.of(true, false)) {
            var storage = on ? guarded(Forgetful.before(application)) : open(Forgetful.before(superusers()));
            try (var core = SessionCore.builder()
                    .storage(storage)
                    .housekeeping(Housekeeping.external())
                    .build()) {
                var session = start(core, "bob");

                if (on) {
                    assertThrows(NotFound.class, () -> core.sessions().find(Caller.user("ann"), session.id()));
                } else {
                    assertEquals("bob", owner(core.sessions().find(Caller.user("ann"), session.id())));
                }
                assertEquals("bob", owner(core.sessions().find(Caller.user("bob"), session.id())));
            }
        }
    }

    @Test
    void a_connection_that_goes_back_acts_for_nobody() throws SQLException {
        try (var one = GuardedDatabase.pool("guarded_application", 1)) {
            var storage = guarded(one).on(ANN);
            fill();
            assertEquals(1, storage.glance(RowSecurityTest::everySession).size());
            requireSilent(one);
            assertEquals(1, storage.read(RowSecurityTest::everySession).size());
            requireSilent(one);
            storage.write(stores -> stores.requestKeys().removeBefore(stores.now(), 1));
            requireSilent(one);
            assertThrows(
                    IllegalCallerException.class,
                    () -> storage.write(stores -> {
                        stores.now();
                        throw new IllegalCallerException("gives up");
                    }));
            requireSilent(one);
        }
    }

    private static List<Session> everySession(Stores stores) {
        return stores.sessions().listAll(Optional.empty(), Optional.empty(), 9);
    }

    @Test
    void to_say_for_whom_it_acts_costs_no_trip() {
        var open = new Recorder(superusers());
        var closed = new Recorder(application);

        assertEquals(trips(open(open.source()), open), trips(guarded(closed.source()), closed));
    }

    /** How often something is sent to glance, to read and to write a turn. */
    private static List<Integer> trips(JdbiStorage storage, Recorder recorder) {
        var chat = Chat.started(storage, "ann");
        var anns = storage.on(ANN);
        recorder.take();
        return Stream.<Runnable>of(
                        () -> anns.glance(RowSecurityTest::everySession),
                        () -> anns.read(RowSecurityTest::everySession),
                        () -> chat.turn(anns, "Where to?", "Lisbon."))
                .map(task -> {
                    task.run();
                    return recorder.take().size();
                })
                .toList();
    }

    private static void requireSilent(DataSource source) throws SQLException {
        try (var connection = source.getConnection()) {
            assertEquals(
                    List.of(""),
                    texts(connection, "select coalesce(current_setting('chat_sessions.acts_for', true), '')"));
            assertEquals(List.of("0"), texts(connection, "select cast(count(*) as text) from guarded.sessions"));
        }
    }

    @Test
    void a_hosts_transaction_acts_again_for_whom_it_did() throws SQLException {
        fill();
        var storage = guarded(application);
        try (var connection = acting("user:bob")) {
            var joined = storage.joining(connection).on(ANN);
            assertEquals("ann", owner(joined.read(RowSecurityTest::everySession).get(0)));
            assertEquals(List.of("bob"), texts(connection, "select owner_key from guarded.sessions"));
            assertThrows(
                    IllegalCallerException.class,
                    () -> joined.write(stores -> {
                        stores.now();
                        throw new IllegalCallerException("gives up");
                    }));
            assertEquals(List.of("bob"), texts(connection, "select owner_key from guarded.sessions"));
            connection.rollback();
        }
    }

    @Test
    void whoever_no_policy_holds_for_is_refused() {
        GuardedDatabase.execute("create role guarded_bypassing login bypassrls in role guarded_application");
        for (var role : List.of("postgres", "guarded_bypassing")) {
            try (var source = GuardedDatabase.pool(role, 2)) {
                var refused =
                        assertThrows(Unavailable.class, () -> guarded(source).check());
                assertTrue(refused.getMessage().contains("BYPASSRLS"), refused.getMessage());
            }
        }
    }

    @Test
    void a_program_that_does_not_say_for_whom_it_acts_is_refused_and_not_shown_empty_tables() {
        for (var mode : MigrationMode.values()) {
            var storage = JdbiStorage.builder(application)
                    .schema(SCHEMA)
                    .migration(mode)
                    .build();
            var refused = assertThrows(Unavailable.class, () -> storage.read(stores -> stores.now()));
            assertTrue(refused.getMessage().contains("rowLevelSecurity(true)"), refused.getMessage());
        }
    }

    @Test
    void a_database_without_it_is_refused() {
        var h2 = JdbiStorage.builder(TestDatabase.H2_MEMORY.pool())
                .rowLevelSecurity(true)
                .build();
        var refused = assertThrows(Unavailable.class, h2::check);
        assertTrue(refused.getMessage().contains("needs PostgreSQL"), refused.getMessage());
    }

    @Test
    void it_is_made_kept_over_migrations_and_dropped_by_the_tables_owner() throws SQLException {
        GuardedDatabase.execute("""
                drop schema if exists owned cascade;
                create role guarded_later login;
                grant create on database postgres to guarded_later;
                create schema owned authorization guarded_later""");
        try (var owner = GuardedDatabase.pool("guarded_later", 3)) {
            var plain = owned(owner, false);
            plain.check();
            var guarded = owned(owner, true);
            // For tables that lack it, only the owner's word makes it.
            var early = JdbiStorage.builder(owner)
                    .schema("owned")
                    .migration(MigrationMode.VALIDATE)
                    .rowLevelSecurity(true)
                    .build();
            assertTrue(
                    assertThrows(Unavailable.class, early::check).getMessage().contains("is on for 0 of"));

            guarded.check();
            assertEquals(0, count(owner, "owned.sessions"));
            GuardedDatabase.execute("alter table owned.messages no force row level security");
            requireRefused(early);
            assertThrows(Unavailable.class, guarded::check);

            owned(owner, true).check();
            GuardedDatabase.execute("create policy more on owned.messages using (true)");
            requireRefused(early);
            owned(owner, true).check();
            GuardedDatabase.execute(
                    "drop policy acts_for on owned.messages; create policy acts_for on owned.messages using (true)");
            requireRefused(early);

            GuardedDatabase.execute(
                    "delete from owned.schema_version where version > 17;"
                            + " drop schema owned_reporting_chat cascade; delete from owned.flyway_schema_history where version = '018'");
            owned(owner, true).check();
            early.check();

            assertThrows(Unavailable.class, () -> owned(owner, false).check());
            guarded.dropRowLevelSecurity();
            owned(owner, false).check();
            assertThrows(Unavailable.class, early::check);
        }
    }

    private static void requireRefused(JdbiStorage storage) {
        var refused = assertThrows(Unavailable.class, storage::check);
        assertTrue(refused.getMessage().contains("is on for"), refused::getMessage);
    }

    private static JdbiStorage owned(DataSource owner, boolean on) {
        return JdbiStorage.builder(owner).schema("owned").rowLevelSecurity(on).build();
    }

    private static JdbiStorage guarded(DataSource source) {
        return JdbiStorage.builder(source)
                .schema(SCHEMA)
                .migration(MigrationMode.VALIDATE)
                .rowLevelSecurity(true)
                .build();
    }

    /** The same without. */
    private static JdbiStorage open(DataSource source) {
        return JdbiStorage.builder(source).schema("unguarded").build();
    }

    private static DataSource superusers() {
        return TestDatabase.POSTGRESQL_18.pool();
    }

    private static Session start(SessionCore core, String user) {
        return core.sessions().start(Caller.user(user), SessionStart.of(SessionKind.CHAT), RequestKey.none());
    }

    private static String owner(Session session) {
        return session.owner().orElseThrow().value();
    }

    /** A row of every table for each of them. */
    private static void fill() throws SQLException {
        try (var connection = superusers().getConnection()) {
            ANNS.fill(connection, Set.of("schema_version"), List.of());
            BOBS.fill(connection, Set.of("schema_version"), List.of());
        }
    }

    private static Map<String, Long> every(long rows) throws SQLException {
        try (var connection = superusers().getConnection()) {
            return tables(connection).stream()
                    .collect(Collectors.toMap(table -> table, table -> rows, (one, other) -> one, TreeMap::new));
        }
    }

    private static Set<String> tables(Connection connection) throws SQLException {
        var tables = ANNS.columns(connection).keySet();
        tables.remove("schema_version");
        return tables;
    }

    /** How many rows of each table who acts so sees; without a word, who acts for all. */
    private Map<String, Long> seen(String acting) throws SQLException {
        try (var connection = acting(acting.isEmpty() ? "all" : acting)) {
            return counted(connection);
        }
    }

    private static Map<String, Long> counted(Connection connection) throws SQLException {
        var counts = new TreeMap<String, Long>();
        for (var table : tables(connection)) {
            counts.put(
                    table,
                    Long.valueOf(texts(connection, "select cast(count(*) as text) from guarded." + table)
                            .get(0)));
        }
        return counts;
    }

    private Connection acting(String acting) throws SQLException {
        var connection = application.getConnection();
        connection.setAutoCommit(false);
        try (var said = connection.prepareStatement("select set_config('chat_sessions.acts_for', ?, true)")) {
            said.setString(1, acting);
            said.execute();
        }
        return connection;
    }

    private static long count(DataSource source, String table) throws SQLException {
        try (var connection = source.getConnection()) {
            return Long.parseLong(texts(connection, "select cast(count(*) as text) from " + table)
                    .get(0));
        }
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
