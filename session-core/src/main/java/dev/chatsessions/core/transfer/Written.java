package dev.chatsessions.core.transfer;

import dev.chatsessions.JsonValue;
import dev.chatsessions.TokenCount;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.permission.PermissionChoice;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.request.Request;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionDetails;
import dev.chatsessions.session.StateEntry;
import dev.chatsessions.spi.BudgetStore.StoredBudget;
import dev.chatsessions.spi.StoredConversation;
import dev.chatsessions.spi.StoredPermission;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.Part;
import dev.chatsessions.usage.UsageEntry;
import dev.chatsessions.webhook.ListenPreferences;
import dev.chatsessions.webhook.QuietHours;
import dev.chatsessions.worker.Assignment;
import dev.chatsessions.worker.Worker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A line that is written, field by field. Used by one thread. */
final class Written {

    private final Map<String, JsonValue> fields = new LinkedHashMap<>();

    private Written() {}

    static Written of(String type) {
        return new Written().with("type", type);
    }

    static Written of(
            Session session, SessionDetails details, List<StateEntry> state, Optional<Assignment> assignment) {
        return of("session")
                .with("id", session.id())
                .with("kind", session.kind())
                .with("key", session.key())
                .with("title", session.title())
                .with("status", session.status())
                .with("answered", !(session.answerer() instanceof Answerer.None))
                .with("created_at", session.createdAt())
                .with("last_activity_at", session.lastActivityAt())
                .with("ended_at", session.endedAt())
                .with("version", session.version())
                .with("labels", texts(details.labels()))
                .with("counters", numbers(details.counters()))
                .with("attributes", details.attributes())
                .with(
                        "state",
                        new JsonValue.Array(state.stream().map(Written::of).toList()))
                .withObject("assignment", assignment.map(Written::of));
    }

    private static Written of(Assignment assignment) {
        return new Written()
                .with("worker", assignment.worker())
                .with("model", assignment.model())
                .withSeconds("ends_after_seconds", assignment.endsAfter())
                .withSeconds("fails_after_seconds", assignment.failsAfter())
                .with("agent_session", assignment.agentSession())
                .with("ready_at", assignment.readyAt());
    }

    private static JsonValue of(StateEntry entry) {
        return new Written()
                .with("key", entry.key())
                .with("value", entry.value())
                .with("version", entry.version())
                .with("changed_at", entry.changedAt())
                .with("expires_at", entry.expiresAt())
                .line();
    }

    static Written of(ChatThread thread, Optional<StoredConversation> conversation) {
        return of("thread")
                .with("id", thread.id())
                .with("session_id", thread.session())
                .with("key", thread.key())
                .with("title", thread.title())
                .with("created_at", thread.createdAt())
                .with("calls", thread.usage().calls())
                .with("input", thread.usage().input())
                .with("output", thread.usage().output())
                .with("cached", thread.usage().cached())
                .with("reasoning", thread.usage().reasoning())
                .with("version", thread.version())
                .withObject("conversation", conversation.map(Written::of));
    }

    private static Written of(StoredConversation conversation) {
        return new Written()
                .with("origin", conversation.origin())
                .with("started_at", conversation.startedAt())
                .with("heard_at", conversation.heardAt())
                .with("turned_at", conversation.turnedAt())
                .with("ended_at", conversation.endedAt());
    }

    static Written of(Reply reply) {
        return of("reply")
                .with("id", reply.id())
                .with("session_id", reply.session())
                .with("thread_id", reply.thread())
                .with("question_id", reply.question())
                .with("answer_id", reply.answer())
                .with("status", reply.status())
                .with("attempts", reply.attempts())
                .with("end", reply.end().value())
                .with("stop_requested", reply.stopRequested())
                .with("finish_reason", reply.finishReason())
                .with("failure", reply.failure())
                .withObject("tokens", reply.tokens().map(tokens -> new Written().with(tokens)))
                .with("asked_at", reply.askedAt())
                .with("finished_at", reply.finishedAt());
    }

    static Written of(StoredPermission request) {
        return of("permission")
                .with("session_id", request.session())
                .with("thread_id", request.thread())
                .with("reply_id", request.reply())
                .with("fence", request.fence().value())
                .with("id", request.id())
                .with("question", request.content())
                .with("asked_at", request.askedAt())
                .with("chosen", request.chosen().map(PermissionChoice::option))
                .with("answered_at", request.chosen().map(PermissionChoice::at));
    }

    static Written of(Message message) {
        return of("message")
                .with("id", message.id())
                .with("session_id", message.session())
                .with("thread_id", message.thread())
                .with("position", message.position())
                .with("role", message.role())
                .with("source", message.source())
                .with("speaker", message.speaker())
                .with("status", message.status())
                .with("reply_id", message.reply())
                .with(
                        "parts",
                        new JsonValue.Array(
                                message.parts().stream().map(Written::of).toList()))
                .with("created_at", message.createdAt())
                .with("version", message.version());
    }

    private static JsonValue of(Part part) {
        if (part instanceof Part.ToolCall call) {
            return of("tool_call")
                    .with("call_id", call.callId())
                    .with("name", call.name())
                    .with("text", call.arguments())
                    .line();
        }
        if (part instanceof Part.ToolResult result) {
            return of("tool_result")
                    .with("call_id", result.callId())
                    .with("name", result.name())
                    .with("text", result.result())
                    .line();
        }
        if (part instanceof Part.Notice notice) {
            return of("notice").with("text", notice.text()).line();
        }
        return of("text").with("text", ((Part.Text) part).text()).line();
    }

    static Written of(UsageEntry entry) {
        return of("usage")
                .with("id", entry.id())
                .with("session_id", entry.session())
                .with("thread_id", entry.thread())
                .with("reply_id", entry.reply())
                .with("attempt", entry.attempt())
                .with(entry.tokens())
                .with("at", entry.at());
    }

    static Written of(StoredBudget stored) {
        var budget = stored.budget();
        return of("budget")
                .with("model", budget.model())
                .with("period", budget.period())
                .with("zone", budget.zone())
                .with("tokens", budget.tokens())
                .with("reserve", budget.reserve())
                .with("since", stored.since());
    }

    static Written of(Request request) {
        return of("request")
                .with("id", request.id())
                .with("attributes", request.attributes())
                .with("created_at", request.createdAt())
                .with("changed_at", request.changedAt())
                .with("version", request.version());
    }

    static Written of(ListenPreferences preferences) {
        var phrases =
                preferences.phrases().stream().<JsonValue>map(JsonValue::of).toList();
        return of("preferences")
                .with("mode", preferences.mode())
                .with("phrases", new JsonValue.Array(phrases))
                .with("follow_up_millis", preferences.followUpWindow().toMillis())
                .with("muted", preferences.muted())
                .with("quiet_from", preferences.quietHours().map(QuietHours::from))
                .with("quiet_until", preferences.quietHours().map(QuietHours::until))
                .with("zone", preferences.zone())
                .with("version", preferences.version());
    }

    static Written of(DeviceLink link) {
        return of("link")
                .with("id", link.id())
                .with("provider", link.device().provider())
                .with("uid", link.device().uid())
                .with("linked_at", link.linkedAt());
    }

    static Written of(Worker worker) {
        return of("worker")
                .with("id", worker.id())
                .with("machine", worker.machine())
                .with("name", worker.name())
                .with("approved_at", worker.approvedAt())
                .with("seen_at", worker.seenAt());
    }

    Written with(String name, JsonValue value) {
        fields.put(name, value);
        return this;
    }

    /** A text, an id, a time or a word. */
    Written with(String name, Object value) {
        return with(name, JsonValue.of(value.toString()));
    }

    Written with(String name, Optional<?> value) {
        value.ifPresent(present -> with(name, present));
        return this;
    }

    private Written with(TokenCount tokens) {
        return with("input", tokens.input())
                .with("output", tokens.output())
                .with("cached", tokens.cached())
                .with("reasoning", tokens.reasoning())
                .with("model", tokens.model())
                .with("estimated", tokens.estimated());
    }

    private Written withSeconds(String name, Optional<Duration> value) {
        value.ifPresent(present -> with(name, present.toSeconds()));
        return this;
    }

    private Written withObject(String name, Optional<Written> value) {
        value.ifPresent(present -> with(name, present.line()));
        return this;
    }

    Written with(String name, long value) {
        return with(name, JsonValue.of(value));
    }

    Written with(String name, boolean value) {
        return with(name, JsonValue.of(value));
    }

    JsonValue.Fields line() {
        return new JsonValue.Fields(fields);
    }

    private static JsonValue texts(Map<String, String> values) {
        var texts = new LinkedHashMap<String, JsonValue>();
        values.forEach((name, value) -> texts.put(name, JsonValue.of(value)));
        return new JsonValue.Fields(texts);
    }

    private static JsonValue numbers(Map<String, Long> values) {
        var numbers = new LinkedHashMap<String, JsonValue>();
        values.forEach((name, value) -> numbers.put(name, JsonValue.of(value)));
        return new JsonValue.Fields(numbers);
    }
}
