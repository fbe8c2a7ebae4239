package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.JsonValue;
import dev.chatsessions.UserId;
import dev.chatsessions.session.SessionChange;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.SessionStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A row of {@code chatkit_sessions}, and the session that it becomes. Of the tables by that name no two have the same
 * columns, so each thing is looked for under several names.
 *
 * @param hash of all that it says
 * @param alike how many rows have its thread id, itself included
 * @param columns those that are not null
 */
record ChatkitRow(String id, String hash, long alike, Map<String, JsonValue> columns) {

    /** In the order in which they are looked for. */
    static final List<String> THREADS =
            List.of("thread_id", "chatkit_thread_id", "conversation_id", "chatkit_session_id", "session_id");

    private static final List<String> OWNERS = List.of("iso_agent_id", "user_id", "clerk_user_id");

    private static final List<String> TITLES = List.of("title", "subject");

    private static final List<String> LABELS = List.of(
            "request_id",
            "avinode_trip_id",
            "avinode_rfp_id",
            "avinode_rfq_id",
            "primary_quote_id",
            "proposal_id",
            "workflow_id");

    private static final List<String> COUNTERS =
            List.of("quotes_received_count", "quotes_expected_count", "operators_contacted_count");

    private static final List<String> ATTRIBUTES = List.of("current_step", "workflow_state", "metadata");

    private static final Map<String, SessionStatus> STATUSES = Map.of(
            "active", SessionStatus.ACTIVE,
            "paused", SessionStatus.PAUSED,
            "completed", SessionStatus.COMPLETED,
            "archived", SessionStatus.ARCHIVED);

    /** With what a row's columns are; a null is as good as no column. */
    static ChatkitRow of(String id, String hash, long alike, JsonValue.Fields row) {
        var columns = new HashMap<>(row.fields());
        columns.values().removeIf(JsonValue.Null.class::isInstance);
        return new ChatkitRow(id, hash, alike, Map.copyOf(columns));
    }

    /** Whose it is; IllegalArgumentException when nobody can tell. */
    UserId owner() {
        return new UserId(text(OWNERS).orElseThrow(() -> new IllegalArgumentException("it has no owner")));
    }

    /** Under the thread's id as its key; IllegalArgumentException when there is none, or when others have it too. */
    SessionStart start() {
        var thread = text(THREADS).orElseThrow(() -> new IllegalArgumentException("it has no thread id"));
        if (alike > 1) {
            throw new IllegalArgumentException("its thread id is that of " + alike + " rows");
        }
        return SessionStart.of(SessionKind.WORKFLOW).withKey(thread);
    }

    /** What else becomes of it; its status last, after which less can be changed. */
    List<SessionChange> changes() {
        var changes = new ArrayList<SessionChange>();
        text(TITLES).ifPresent(title -> changes.add(new SessionChange.Title(Optional.of(title))));
        for (var label : LABELS) {
            text(List.of(label)).ifPresent(value -> changes.add(new SessionChange.Label(label, Optional.of(value))));
        }
        for (var counter : COUNTERS) {
            if (columns.get(counter) instanceof JsonValue.Number number) {
                changes.add(new SessionChange.Counter(counter, number.value().longValueExact()));
            }
        }
        changes.add(new SessionChange.Attributes(attributes()));
        changes.add(new SessionChange.Status(status()));
        return changes;
    }

    private SessionStatus status() {
        var word = text(List.of("status")).orElse("active");
        return Optional.ofNullable(STATUSES.get(word))
                .orElseThrow(() -> new IllegalArgumentException("its status '" + word + "' is unknown"));
    }

    /** Whatever has no place of its own stays together; what may be a secret does not come along. */
    private JsonValue.Fields attributes() {
        var attributes = new HashMap<String, JsonValue>();
        var rest = new HashMap<>(columns);
        rest.keySet().removeAll(placed());
        rest.keySet().removeIf(name -> name.contains("secret") || name.contains("token"));
        for (var name : ATTRIBUTES) {
            Optional.ofNullable(rest.remove(name)).ifPresent(value -> attributes.put(name, value));
        }
        attributes.put("chatkit", new JsonValue.Fields(rest));
        return new JsonValue.Fields(attributes);
    }

    private Set<String> placed() {
        var names = new HashSet<String>();
        List.of(THREADS, OWNERS, TITLES)
                .forEach(several -> several.stream()
                        .filter(columns::containsKey)
                        .findFirst()
                        .ifPresent(names::add));
        names.addAll(LABELS);
        names.addAll(COUNTERS);
        names.add("status");
        return names;
    }

    private Optional<String> text(List<String> names) {
        return names.stream()
                .filter(columns::containsKey)
                .findFirst()
                .map(columns::get)
                .map(ChatkitRow::text);
    }

    private static String text(JsonValue value) {
        return value instanceof JsonValue.Text text ? text.value() : Json.write(value);
    }
}
