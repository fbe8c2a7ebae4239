package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.JsonValue;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.adapter.jdbi.ChatkitSessions.Report;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionChange;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.SessionStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A deprecated table on a real PostgreSQL: taken over, and dropped when nothing needs it any more. */
@Tag(TestDatabase.NOT_THE_JDK)
final class ChatkitSessionsTest {

    private static final TestDatabase DATABASE = TestDatabase.POSTGRESQL_18;

    private static final String SCHEMA = "beside_chatkit";

    private static final String TABLE = "old.chatkit_sessions";

    private static final Caller.User ANN = Caller.user("ann");

    private static final Duration DAY = Duration.ofDays(1);

    private final JdbiStorage storage =
            JdbiStorage.builder(DATABASE.pool()).schema(SCHEMA).build();

    private final SessionCore chat = SessionCore.builder()
            .storage(storage)
            .housekeeping(Housekeeping.external())
            .build();

    private final Map<String, String> skipped = new TreeMap<>();

    @BeforeEach
    void a_table_of_another_program() throws SQLException {
        storage.check();
        DATABASE.empty(SCHEMA);
        execute("""
                drop schema if exists old cascade;
                create schema old;
                create table old.chatkit_sessions (
                    id bigserial primary key,
                    thread_id text,
                    clerk_user_id text,
                    status text,
                    title text,
                    workflow_id text,
                    avinode_trip_id text,
                    quotes_received_count integer,
                    metadata jsonb,
                    client_secret text,
                    created_at timestamptz not null default '2025-01-01 00:00:00+00',
                    updated_at timestamptz not null default '2025-01-02 00:00:00+00'
                );
                create function old.touch() returns trigger language plpgsql as
                    'begin new.updated_at := new.updated_at; return new; end';
                create trigger touched before update on old.chatkit_sessions for each row execute function old.touch();
                insert into old.chatkit_sessions (thread_id, clerk_user_id, status, title, workflow_id, avinode_trip_id,
                    quotes_received_count, metadata, client_secret) values
                    ('thread-1', 'ann', 'active', 'To Paris 🌍', 'wf_1', 'atrip-1', 3, '{"seats":2}', 'ek_canary'),
                    ('thread-2', 'ann', 'archived', null, null, null, null, null, null),
                    ('thread-3', 'bob', null, null, null, null, null, null, null)""");
    }

    @AfterEach
    void close() {
        chat.close();
    }

    @Test
    void each_row_becomes_a_session_of_its_owner() {
        assertEquals(new Report(3, 0, 0), imported());

        var paris =
                chat.sessions().findByKey(ANN, SessionKind.WORKFLOW, "thread-1").orElseThrow();
        assertEquals(Optional.of("To Paris 🌍"), paris.title());
        assertEquals(SessionStatus.ACTIVE, paris.status());
        var details = chat.sessions().details(ANN, List.of(paris.id())).get(paris.id());
        assertEquals(Map.of("avinode_trip_id", "atrip-1", "workflow_id", "wf_1"), details.labels());
        assertEquals(Map.of("quotes_received_count", 3L), details.counters());
        assertEquals(
                new JsonValue.Fields(Map.of(
                        "metadata", new JsonValue.Fields(Map.of("seats", JsonValue.of(2))),
                        "chatkit",
                                new JsonValue.Fields(Map.of(
                                        "id", JsonValue.of(1),
                                        "created_at", JsonValue.of("2025-01-01T00:00:00+00:00"),
                                        "updated_at", JsonValue.of("2025-01-02T00:00:00+00:00"))))),
                details.attributes());
        assertEquals(
                List.of(SessionStatus.ARCHIVED, SessionStatus.ACTIVE),
                sessions(ANN).stream().map(Session::status).toList());
        assertEquals(
                List.of("thread-3"),
                sessions(Caller.user("bob")).stream().map(Session::key).toList());
    }

    @Test
    void a_second_import_changes_nothing_whatever_became_of_the_sessions() throws SQLException {
        imported();
        var paris = sessions(ANN).get(1).id();
        chat.sessions().delete(ANN, paris);
        var before = Dump.rows(DATABASE, SCHEMA);

        assertEquals(new Report(0, 3, 0), imported());

        assertEquals(before, Dump.rows(DATABASE, SCHEMA));
    }

    @Test
    void a_dry_run_tells_the_same_and_writes_nothing() throws SQLException {
        execute("insert into old.chatkit_sessions (thread_id) values ('thread-4')");
        var before = Dump.rows(DATABASE, SCHEMA);

        assertEquals(new Report(3, 0, 1), run(true));

        assertEquals(before, Dump.rows(DATABASE, SCHEMA));
        assertEquals(new Report(3, 0, 1), imported());
    }

    @Test
    void rows_that_cannot_be_used_are_told_and_skipped() throws SQLException {
        execute("delete from old.chatkit_sessions where thread_id <> 'thread-3'");
        var start = SessionStart.of(SessionKind.WORKFLOW).withKey("in use");
        var inUse = chat.sessions().open(ANN, start);
        execute("""
                insert into old.chatkit_sessions (id, thread_id, clerk_user_id, status, title, metadata,
                    quotes_received_count) values
                    (10, 'no owner', null, 'active', null, null, null),
                    (11, 'hostile owner', E'ann\\nroot', 'active', null, null, null),
                    (12, null, 'ann', 'active', null, null, null),
                    (13, 'twice', 'ann', 'active', null, null, null),
                    (14, 'twice', 'bob', 'active', null, null, null),
                    (15, 'unknown status', 'ann', 'cancelled', null, null, null),
                    (16, 'long title', 'ann', 'active', repeat('x', 201), null, null),
                    (17, 'much', 'ann', 'active', null, jsonb_build_object('x', repeat('x', 20000)), null),
                    (18, 'less than nothing', 'ann', 'active', null, null, -1),
                    (19, 'in use', 'ann', 'archived', null, null, null),
                    (20, repeat('k', 201), 'ann', 'active', null, null, null),
                    (21, E'\\u202Eright to left 👩‍👩‍👧', 'ann', 'completed', 'ok', null, null)""");

        assertEquals(new Report(2, 0, 11), imported());

        assertEquals(
                Map.of(
                        "10", "it has no owner",
                        "12", "it has no thread id",
                        "13", "its thread id is that of 2 rows",
                        "14", "its thread id is that of 2 rows",
                        "15", "its status 'cancelled' is unknown"),
                only("10", "12", "13", "14", "15"));
        for (var id : List.of("11", "16", "17", "18", "19", "20")) {
            assertTrue(skipped.containsKey(id), id);
        }
        assertEquals(SessionStatus.ACTIVE, chat.sessions().find(ANN, inUse.id()).status());
        assertEquals(2, sessions(ANN).size());
    }

    @Test
    void a_table_whose_rows_are_sessions_is_dropped_with_its_functions() throws SQLException {
        imported();

        assertEquals(List.of(), drop());

        assertEquals("f", text("select to_regclass('old.chatkit_sessions') is not null"));
        assertEquals("0", text("select count(*) from pg_proc where proname = 'touch'"));
        assertEquals(2, sessions(ANN).size());
        assertThrows(IllegalArgumentException.class, this::drop);
    }

    @Test
    void rows_that_are_not_imported_keep_it() throws SQLException {
        imported();
        execute("insert into old.chatkit_sessions (thread_id) values ('nobody''s')");
        imported();

        assertKept("rows that are not imported: 1");
    }

    @Test
    void rows_that_changed_after_their_import_keep_it() throws SQLException {
        imported();
        execute("update old.chatkit_sessions set title = 'To Rome' where id = 1");

        assertKept("rows that changed after they were imported: 1");
    }

    @Test
    void rows_that_were_written_lately_keep_it() throws SQLException {
        execute("update old.chatkit_sessions set updated_at = clock_timestamp() - interval '23 hours' where id = 1");
        imported();

        assertKept("rows written to within the last PT24H: 1");
        assertEquals(List.of(), storage.chatkitSessions(TABLE).drop(Duration.ofHours(22)));
    }

    @Test
    void views_and_foreign_keys_keep_it() throws SQLException {
        imported();
        execute("""
                create view old.recent as select title from old.chatkit_sessions;
                create materialized view old.counted as select count(*) from old.chatkit_sessions;
                create table old.notes (session bigint constraint of_session references old.chatkit_sessions (id));
                create table old.inheriting () inherits (old.chatkit_sessions);
                create function old.newest(old.chatkit_sessions) returns int language sql as 'select 1'""");

        assertKept(
                "constraint of_session on table old.notes depends on it",
                "function old.newest(old.chatkit_sessions) depends on it",
                "rule _RETURN on materialized view old.counted depends on it",
                "rule _RETURN on view old.recent depends on it",
                "table old.inheriting depends on it");
    }

    @Test
    void functions_that_name_it_keep_it() throws SQLException {
        imported();
        execute("""
                create function old.sweep() returns int language plpgsql as
                    'begin delete from Chatkit_Sessions where false; return 1; end';
                create function old.other() returns int language plpgsql as
                    'begin delete from my_chatkit_sessions_2; return 1; end'""");

        assertKept("function old.sweep() names it");
    }

    @Test
    void whoever_uses_it_keeps_it() throws SQLException {
        imported();
        try (var user = DATABASE.pool().getConnection();
                var statement = user.createStatement()) {
            user.setAutoCommit(false);
            statement.execute("select 1 from old.chatkit_sessions");

            assertKept("somebody uses it just now");
            user.rollback();
        }
    }

    @Test
    void all_of_it_is_dropped_or_nothing() throws SQLException {
        imported();
        execute("""
                create function old.refuse() returns event_trigger language plpgsql as
                    'begin if exists (select 1 from pg_event_trigger_dropped_objects() where object_type = ''function'')
                     then raise exception ''not today''; end if; end';
                create event trigger refusing on sql_drop execute function old.refuse()""");
        try {
            assertThrows(Unavailable.class, this::drop);
        } finally {
            execute("drop event trigger refusing");
        }

        assertEquals("3", text("select count(*) from old.chatkit_sessions"));
        assertEquals("1", text("select count(*) from pg_trigger where tgname = 'touched'"));
        assertEquals(List.of(), drop());
    }

    @Test
    void other_tables_and_other_databases_are_not_meant() {
        assertThrows(IllegalArgumentException.class, () -> storage.chatkitSessions("old.users"));
        assertThrows(IllegalArgumentException.class, () -> storage.chatkitSessions("old.\"x\".chatkit_sessions"));
        var h2 = JdbiStorage.builder(TestDatabase.H2_MEMORY.pool()).build();
        assertThrows(IllegalArgumentException.class, () -> h2.chatkitSessions("chatkit_sessions"));
    }

    private Report imported() {
        return run(false);
    }

    private Report run(boolean dry) {
        return storage.chatkitSessions(TABLE).importAll(this::started, dry, skipped::put);
    }

    private SessionId started(Connection connection, UserId owner, SessionStart start, List<SessionChange> changes) {
        var sessions = chat.within(storage.joining(connection)).sessions();
        var session =
                sessions.start(Caller.user(owner), start, RequestKey.none()).id();
        sessions.change(Caller.user(owner), session, changes, ExpectedVersion.any(), RequestKey.none());
        return session;
    }

    private List<String> drop() {
        return storage.chatkitSessions(TABLE).drop(DAY);
    }

    private void assertKept(String... reasons) throws SQLException {
        assertEquals(List.of(reasons), drop());
        assertTrue(Integer.parseInt(text("select count(*) from old.chatkit_sessions")) >= 3);
    }

    private List<Session> sessions(Caller.User user) {
        return chat.sessions()
                .list(user, SessionFilter.all(), PageRequest.first(100))
                .items();
    }

    private Map<String, String> only(String... ids) {
        var some = new TreeMap<>(skipped);
        some.keySet().retainAll(List.of(ids));
        return some;
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = DATABASE.pool().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(String sql) throws SQLException {
        try (var connection = DATABASE.pool().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
