package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.request.Request;
import dev.chatsessions.session.SessionChange;
import dev.chatsessions.session.SessionChange.Attributes;
import dev.chatsessions.session.SessionChange.Counter;
import dev.chatsessions.session.SessionChange.Label;
import dev.chatsessions.session.SessionChange.Status;
import dev.chatsessions.session.SessionChange.Title;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The SQL of the document runs as it stands there, on views that are made beside the tables. */
@Tag(TestDatabase.NOT_THE_JDK)
final class ReportingWorkflowTest {

    private static final Path DOCUMENT = Path.of("src", "test", "resources", "documents", "session-migration.md");

    private static final String SCHEMA = "reported_workflow";

    private static final Caller.User AGENT = Caller.user("agent-uuid");

    @ParameterizedTest
    @EnumSource(names = {"H2_MEMORY", "POSTGRESQL_18"})
    void the_queries_of_the_document_find_sessions_with_their_trips(TestDatabase database) throws Exception {
        var storage = JdbiStorage.builder(database.pool()).schema(SCHEMA).build();
        try (var chat = SessionCore.builder()
                .storage(storage)
                .housekeeping(Housekeeping.external())
                .build()) {
            var request = chat.requests()
                    .create(
                            AGENT,
                            fields("departure_airport", JsonValue.of("EGLF"), "arrival_airport", JsonValue.of("LFPB")),
                            RequestKey.none());
            var paris = opened(
                    chat,
                    AGENT,
                    "paris",
                    new Title(Optional.of("To Paris")),
                    new Label(Request.LABEL, Optional.of(request.id().toString())),
                    new Label("avinode_trip_id", Optional.of("atrip-64956150")),
                    new Label("avinode_rfp_id", Optional.of("rfp-123")),
                    new Counter("quotes_received_count", 3),
                    new Attributes(fields(
                            "current_step",
                            JsonValue.of("requesting_quotes"),
                            "workflow_state",
                            fields("tried", JsonValue.of(2)))));
            var rome = opened(chat, AGENT, "rome", new Status(SessionStatus.PAUSED));
            opened(chat, AGENT, "done", new Status(SessionStatus.COMPLETED));
            opened(chat, Caller.user("other"), "paris", new Label("avinode_trip_id", Optional.of("atrip-64956150")));
            chat.sessions().delete(AGENT, opened(chat, AGENT, "deleted"));
            var thread = chat.threads().open(AGENT, paris, ThreadStart.of("main"));
            chat.threads().append(AGENT, thread.id(), List.of(NewMessage.user("Two to Paris")), RequestKey.none());

            var reports = new Reports(database, SCHEMA, "reporting_workflow");
            var sessions = reports.asked(queries().get(0));
            var ofTheTrip = reports.asked(queries().get(1));

            assertEquals(2, queries().size());
            assertEquals(
                    List.of(paris.toString(), rome.toString()),
                    sessions.stream().map(row -> row.get("id")).toList(),
                    "the latest used first");
            assertEquals(
                    Map.ofEntries(
                            Map.entry("iso_agent_id", "agent-uuid"),
                            Map.entry("conversation_key", "paris"),
                            Map.entry("conversation_subject", "To Paris"),
                            Map.entry("status", "active"),
                            Map.entry("request_id", request.id().toString()),
                            Map.entry("departure_airport", "EGLF"),
                            Map.entry("arrival_airport", "LFPB"),
                            Map.entry("avinode_rfp_id", "rfp-123"),
                            Map.entry("current_step", "requesting_quotes"),
                            Map.entry("message_count", "1"),
                            Map.entry("quotes_received_count", "3"),
                            Map.entry("operators_contacted_count", "0")),
                    only(
                            sessions.get(0),
                            "iso_agent_id",
                            "conversation_key",
                            "conversation_subject",
                            "status",
                            "request_id",
                            "departure_airport",
                            "arrival_airport",
                            "avinode_rfp_id",
                            "current_step",
                            "message_count",
                            "quotes_received_count",
                            "operators_contacted_count"));
            assertEquals("{\"tried\":2}", sessions.get(0).get("workflow_state").replace(" ", ""));
            assertEquals("paused", sessions.get(1).get("status"));
            assertNull(sessions.get(1).get("departure_airport"));
            assertEquals(
                    List.of(paris.toString()),
                    ofTheTrip.stream().map(row -> row.get("id")).toList());
        }
    }

    private static SessionId opened(ChatSessions chat, Caller caller, String key, SessionChange... changes) {
        var start = SessionStart.of(SessionKind.WORKFLOW).withKey(key);
        return chat.sessions()
                .openWith(caller, start, List.of(changes), RequestKey.none())
                .session()
                .id();
    }

    private static JsonValue.Fields fields(String name, JsonValue value, String other, JsonValue otherValue) {
        return new JsonValue.Fields(Map.of(name, value, other, otherValue));
    }

    private static JsonValue.Fields fields(String name, JsonValue value) {
        return new JsonValue.Fields(Map.of(name, value));
    }

    private static Map<String, String> only(Map<String, String> row, String... columns) {
        var kept = new HashMap<String, String>();
        for (var column : columns) {
            kept.put(column, row.get(column));
        }
        return kept;
    }

    private static List<String> queries() throws IOException {
        return Pattern.compile("(?s)```sql\\s+(SELECT .*?;)\\s+```")
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(query -> query.group(1))
                .toList();
    }
}
