package dev.chatsessions.adapter.jdbi;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestKey;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import dev.chatsessions.thread.ThreadPath;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Of every table that the database itself names it is decided whether a user's rows leave with an export and come in
 * elsewhere, column by column; so that no later table and no later column is forgotten. Whatever is left out has its reason.
 */
@Tag(TestDatabase.NOT_THE_JDK)
final class ExportedTablesTest {

    private static final Caller.User ANN = Caller.user("ann");

    private static final Caller.Admin ADMIN = Caller.admin("operator");

    private static final String HERS = "exported_hers";

    private static final String ELSEWHERE = "exported_elsewhere";

    /** Which come in elsewhere as they are, and which of their columns do not. */
    private static final Map<String, Set<String>> TAKEN = Map.ofEntries(
            // The log begins anew, and what was deleted is not told.
            entry("sessions", Set.of("epoch", "sequence", "logged_at", "deleted_at", "purge_due")),
            entry("threads", Set.of("cleared_through", "deleted_at", "purge_due")),
            entry("session_labels", Set.of()),
            entry("session_counters", Set.of()),
            entry("session_attributes", Set.of()),
            entry("session_state", Set.of()),
            entry("messages", Set.of()),
            // Who holds it, how far its log is trimmed, and by which index it is found while it is open: it has ended.
            entry(
                    "replies",
                    Set.of(
                            "fence",
                            "lease_until",
                            "claimed_by",
                            "asked_sequence",
                            "trimmed",
                            "revision",
                            "open_session",
                            "open_thread",
                            "running_thread",
                            "waiting_for",
                            "trim_due")),
            entry("permission_requests", Set.of()),
            // When to look next follows from the rest.
            entry("assignments", Set.of("look_at")),
            // How far it was listened to, for what is still to come.
            entry("conversations", Set.of("listening", "due_at", "asked", "revision", "open_in")),
            entry("usage_entries", Set.of()),
            entry("usage_sums", Set.of()),
            entry("requests", Set.of()),
            entry("listen_preferences", Set.of()));

    /** Which are told, and have to be proven or decided anew elsewhere. */
    private static final Map<String, String> TOLD =
            Map.of("device_links", "link", "workers", "worker", "budgets", "budget");

    /** Which are not told, and why. */
    private static final Map<String, String> LEFT = Map.ofEntries(
            entry(
                    "session_events",
                    "tells what became of what is told itself; who listens then hears what is broadcast"),
            entry("scope_events", "the same for her and her workers"),
            entry("scope_heads", "the ends of these logs"),
            entry("tokens", "hashes of secrets"),
            entry("join_tokens", "hashes of secrets"),
            entry("webhook_secrets", "secrets"),
            entry("pending_links", "hashes of codes that are good for minutes"),
            entry("worker_registrations", "hashes of codes that are good for minutes"),
            entry("attempts", "counts of wrong codes, for an hour"),
            entry("request_keys", "which requests were served, for a day"),
            entry("presences", "who is there now"),
            entry("presence_nodes", "leases of nodes"),
            entry("budget_windows", "counted from what is told as spent"),
            entry("budget_holds", "set aside for answers on their way"),
            entry("segments", "by which what devices deliver again is known; what was said is told as messages"),
            entry("deliveries", "what a diagnosis is made from, for a while"),
            entry("device_answers", "answers on their way to devices"),
            entry("orphans", "nobody's"),
            entry("legacy_imports", "ids of rows of other programs"),
            entry("erasures", "marks that tell nobody who it was"),
            entry("erased_devices", "marks that tell nobody whose it was"));

    /** So that no column that is told is empty in all rows. */
    private static final List<String> FILLINGS = List.of(
            "update ${schema}.sessions set status = 'COMPLETED', ended_at = last_activity_at where kind = 'WORKFLOW'",
            "update ${schema}.threads set title = 'A title'",
            "update ${schema}.threads set message_count = 2 where thread_key = 'plans'",
            """
            update ${schema}.assignments set model = 'large', ends_after_seconds = 3600, fails_after_seconds = 60,
            agent_session = 'agent-1', ready_at = '2026-11-21 12:34:56.123456+00'""",
            """
            update ${schema}.conversations set origin = 'theirs-1', ended_at = heard_at, open_in = null
            where listed_for = 'ann'""",
            """
            update ${schema}.replies set status = 'FINISHED', finish_reason = 'FAILED', failure = 'too slow',
            input_tokens = 5, output_tokens = 6, cached_tokens = 1, reasoning_tokens = 2, model = 'test',
            estimated = false, finished_at = asked_at, lease_until = null, open_session = null, open_thread = null,
            running_thread = null, trim_due = asked_at""",
            "update ${schema}.messages set status = 'FAILED', text = 'It is' where status = 'OPEN'",
            "update ${schema}.messages set speaker = 'SPEAKER_01' where source = 'TRANSCRIPT'",
            "update ${schema}.permission_requests set chosen = 'allow', answered_at = asked_at",
            "update ${schema}.session_state set expires_at = '2126-01-01 00:00:00+00'",
            "update ${schema}.listen_preferences set quiet_from = 3600, quiet_until = 7200",
            """
            insert into ${schema}.usage_entries (id, user_id, session_id, thread_id, reply_id, attempt, input_tokens,
                output_tokens, cached_tokens, reasoning_tokens, model, estimated, spent_at)
            select id, 'ann', session_id, thread_id, id, 1, 5, 6, 1, 2, 'test', true, asked_at from ${schema}.replies""",
            """
            insert into ${schema}.usage_sums (session_id, spent_on, user_id, model, calls, input_tokens, output_tokens,
                cached_tokens, reasoning_tokens)
            select session_id, date '2026-11-21', 'ann', 'test', 1, 5, 6, 1, 2 from ${schema}.replies""",
            """
            insert into ${schema}.budgets (user_id, model, period, zone, tokens, reserve, since)
            values ('ann', '', 'MONTH', 'UTC', 1000, 10, '2026-11-21 12:34:56.123456+00')""");

    private static final String ROBOT = """
            insert into ${schema}.workers (id, machine, owner, name, answers_at_once, status, approved_at)
            values ('robot', 'another', 'ann', 'A robot', 1, 'OFFLINE', '2026-11-22 12:34:56.123456+00')""";

    @ParameterizedTest
    @EnumSource(names = {"H2_MEMORY", "POSTGRESQL_18"})
    void every_table_leaves_with_its_user_or_has_a_reason_not_to(TestDatabase database) throws Exception {
        drop(database, HERS);
        drop(database, ELSEWHERE);
        var kept = Dump.kept();
        kept.get(kept.size() - 1).into(database, HERS);
        var lines = new ArrayList<JsonValue.Fields>();
        try (var hers = core(database, HERS);
                var elsewhere = core(database, ELSEWHERE)) {
            for (var filling : FILLINGS) {
                run(database, HERS, filling);
            }
            useTools(hers);
            run(database, ELSEWHERE, ROBOT);

            hers.transfers().export(ANN, lines::add);
            elsewhere.transfers().take(ADMIN, ANN.id(), lines.iterator());
        }

        var told = lines.stream()
                .map(line -> ((JsonValue.Text) line.fields().get("type")).value())
                .collect(toSet());
        var before = Dump.rows(database, HERS);
        var after = Dump.rows(database, ELSEWHERE);
        assertEquals(decided(), before.keySet(), "tables that are exported or have a reason not to be");
        assertTrue(told.containsAll(TOLD.values()), told::toString);
        TAKEN.forEach((table, other) -> {
            var theirs = shown(before.get(table), other);
            assertEquals(theirs, shown(after.get(table), other), table);
            assertEquals(Set.of(), empty(theirs), "columns of " + table + " that are empty in all rows");
        });
    }

    private static SessionCore core(TestDatabase database, String schema) {
        var storage = JdbiStorage.builder(database.pool()).schema(schema).build();
        storage.check();
        return SessionCore.builder()
                .storage(storage)
                .housekeeping(Housekeeping.external())
                .build();
    }

    private static void useTools(SessionCore chat) {
        var path = new ThreadPath(SessionKind.CHAT, "user-ann", "main");
        var thread = chat.threads().findByPath(ANN, path).orElseThrow().thread();
        var call = new NewMessage(
                Role.ASSISTANT,
                List.of(new Part.ToolCall("call-1", "weather", "{}")),
                MessageSource.HOST,
                Optional.empty());
        chat.threads().append(ANN, thread.id(), List.of(call), RequestKey.none());
    }

    private static Set<String> decided() {
        var all = new TreeSet<>(TAKEN.keySet());
        all.addAll(TOLD.keySet());
        all.addAll(LEFT.keySet());
        return all;
    }

    /** What is in nobody's session is nobody's. */
    private static Set<Map<String, String>> shown(List<Map<String, String>> rows, Set<String> others) {
        return rows.stream()
                .filter(row -> !row.containsValue("'01a200da-af34-71b8-a4c7-ea545f9c379e'"))
                .map(row -> {
                    var same = new LinkedHashMap<>(row);
                    same.keySet().removeAll(others);
                    return Map.copyOf(same);
                })
                .collect(toSet());
    }

    private static Set<String> empty(Set<Map<String, String>> rows) {
        var columns = new TreeSet<>(rows.iterator().next().keySet());
        rows.forEach(row -> columns.removeIf(column -> !row.get(column).equals("null")));
        return columns;
    }

    private static void run(TestDatabase database, String schema, String sql) throws SQLException {
        try (var connection = database.pool().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql.replace("${schema}", '"' + schema + '"'));
        }
    }

    private static void drop(TestDatabase database, String schema) throws SQLException {
        run(database, schema, "drop schema if exists ${schema} cascade");
    }
}
