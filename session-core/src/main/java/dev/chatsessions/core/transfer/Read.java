package dev.chatsessions.core.transfer;

import dev.chatsessions.JsonValue;
import dev.chatsessions.MessageId;
import dev.chatsessions.PermissionId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.RequestId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.core.permission.PermissionContent;
import dev.chatsessions.permission.PermissionChoice;
import dev.chatsessions.permission.PermissionKind;
import dev.chatsessions.permission.PermissionOption;
import dev.chatsessions.permission.PermissionQuestion;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.request.Request;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionDetails;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.session.StateEntry;
import dev.chatsessions.spi.StoredConversation;
import dev.chatsessions.spi.StoredPermission;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import dev.chatsessions.usage.UsageEntry;
import dev.chatsessions.usage.UsageTotal;
import dev.chatsessions.webhook.ListenMode;
import dev.chatsessions.webhook.ListenPreferences;
import dev.chatsessions.webhook.QuietHours;
import dev.chatsessions.worker.Assignment;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What the lines of {@link Written} tell, again. Pure. */
final class Read {

    private static final long LAST_PLACE = 1L << 53;

    private Read() {}

    static Session session(Line line, UserId owner) {
        return line.as(one -> new Session(
                new SessionId(one.id("id")),
                one.word("kind", SessionKind.class),
                Optional.of(owner),
                one.text("key"),
                one.optionalText("title"),
                one.word("status", SessionStatus.class),
                answerer(one),
                one.time("created_at"),
                one.time("last_activity_at"),
                one.optionalTime("ended_at"),
                one.number("version")));
    }

    /** A worker answers only where it is proven to be the owner's. */
    private static Answerer answerer(Line line) {
        var isOnWorker = line.optionalObject("assignment").isPresent();
        return line.flag("answered") && !isOnWorker ? new Answerer.Assistant() : new Answerer.None();
    }

    static Optional<Assignment> assignment(Line line) {
        return line.optionalObject("assignment")
                .map(given -> given.as(one -> new Assignment(
                        new SessionId(line.id("id")),
                        new WorkerId(one.text("worker")),
                        one.optionalText("model"),
                        one.optionalSeconds("ends_after_seconds"),
                        one.optionalSeconds("fails_after_seconds"),
                        one.optionalText("agent_session"),
                        one.optionalTime("ready_at"))));
    }

    static SessionDetails details(Line line) {
        var labels = new TreeMap<String, String>();
        var ofLabels = new Line(line.object("labels"));
        ofLabels.fields().fields().keySet().forEach(name -> labels.put(name, ofLabels.text(name)));
        var counters = new TreeMap<String, Long>();
        var ofCounters = new Line(line.object("counters"));
        ofCounters.fields().fields().keySet().forEach(name -> counters.put(name, ofCounters.number(name)));
        return new SessionDetails(labels, counters, line.object("attributes"));
    }

    static List<StateEntry> state(Line line) {
        return line.lines("state").stream()
                .map(entry -> entry.as(one -> new StateEntry(
                        one.text("key"),
                        one.any("value"),
                        one.number("version"),
                        one.time("changed_at"),
                        one.optionalTime("expires_at"))))
                .toList();
    }

    /** Without messages, which come one by one. */
    static ChatThread thread(Line line) {
        return line.as(one -> new ChatThread(
                new ThreadId(one.id("id")),
                new SessionId(one.id("session_id")),
                one.text("key"),
                one.optionalText("title"),
                one.time("created_at"),
                Optional.empty(),
                0,
                0,
                new UsageTotal(
                        one.number("calls"),
                        one.number("input"),
                        one.number("output"),
                        one.number("cached"),
                        one.number("reasoning")),
                0,
                one.number("version")));
    }

    /** Nobody listens to it any more, nor asks in it. */
    static Optional<StoredConversation> conversation(Line line, ChatThread thread) {
        return line.optionalObject("conversation")
                .map(told -> told.as(one -> new StoredConversation(
                        thread.session(),
                        thread.id(),
                        one.optionalText("origin"),
                        one.time("started_at"),
                        one.time("heard_at"),
                        one.time("turned_at"),
                        one.optionalTime("ended_at"),
                        JsonValue.Fields.EMPTY,
                        Optional.empty(),
                        Optional.empty(),
                        1)));
    }

    /** Held by nobody, and without a trace in the log. */
    static StoredReply reply(Line line) {
        return line.as(one -> new StoredReply(
                new Reply(
                        ReplyId.parse(one.text("id")),
                        new SessionId(one.id("session_id")),
                        new ThreadId(one.id("thread_id")),
                        new MessageId(one.id("question_id")),
                        new MessageId(one.id("answer_id")),
                        one.word("status", ReplyStatus.class),
                        Math.toIntExact(one.number("attempts")),
                        new TextOffset(Math.toIntExact(one.number("end"))),
                        one.flag("stop_requested"),
                        one.optionalText("finish_reason").map(FinishReason::valueOf),
                        one.optionalText("failure"),
                        one.optionalObject("tokens").map(Read::tokens),
                        one.time("asked_at"),
                        one.optionalTime("finished_at")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                true,
                1));
    }

    static StoredPermission permission(Line line) {
        return line.as(one -> {
            var question = question(one);
            var chosen = one.optionalText("chosen");
            chosen.filter(option -> !question.offers(option)).ifPresent(other -> {
                throw new IllegalArgumentException("what was chosen was not offered");
            });
            return new StoredPermission(
                    new SessionId(one.id("session_id")),
                    new ThreadId(one.id("thread_id")),
                    ReplyId.parse(one.text("reply_id")),
                    new Fence(one.number("fence")),
                    question.id(),
                    PermissionContent.checked(question),
                    one.time("asked_at"),
                    chosen.map(option -> new PermissionChoice(option, one.time("answered_at"))));
        });
    }

    private static PermissionQuestion question(Line line) {
        var asked = new Line(line.object("question"));
        return new PermissionQuestion(
                new PermissionId(line.text("id")),
                asked.text("title"),
                asked.optionalObject("tool_call").map(Line::fields),
                asked.lines("options").stream()
                        .map(option -> new PermissionOption(
                                option.text("id"), option.text("name"), option.word("kind", PermissionKind.class)))
                        .toList());
    }

    private static TokenCount tokens(Line line) {
        return new TokenCount(
                line.number("input"),
                line.number("output"),
                line.number("cached"),
                line.number("reasoning"),
                line.text("model"),
                line.flag("estimated"));
    }

    static Message message(Line line) {
        return line.as(one -> new Message(
                new MessageId(one.id("id")),
                new SessionId(one.id("session_id")),
                new ThreadId(one.id("thread_id")),
                place(one.number("position")),
                one.word("role", Role.class),
                one.lines("parts").stream().map(Read::part).toList(),
                one.word("source", MessageSource.class),
                one.optionalText("speaker"),
                one.word("status", MessageStatus.class),
                one.optionalText("reply_id").map(ReplyId::parse),
                one.time("created_at"),
                one.number("version")));
    }

    /** After which there are enough for all that will ever be said. */
    private static long place(long position) {
        if (position > LAST_PLACE) {
            throw new IllegalArgumentException("position " + position + " is after the last");
        }
        return position;
    }

    private static Part part(Line line) {
        var text = line.text("text");
        return switch (line.type()) {
            case "text" -> new Part.Text(text);
            case "notice" -> new Part.Notice(text);
            case "tool_call" -> new Part.ToolCall(line.text("call_id"), line.text("name"), text);
            case "tool_result" -> new Part.ToolResult(line.text("call_id"), line.text("name"), text);
            default -> throw new IllegalArgumentException("a part is of no known type");
        };
    }

    static UsageEntry usage(Line line, UserId user) {
        return line.as(one -> new UsageEntry(
                one.id("id"),
                user,
                new SessionId(one.id("session_id")),
                new ThreadId(one.id("thread_id")),
                one.optionalText("reply_id").map(ReplyId::parse),
                Math.toIntExact(one.number("attempt")),
                tokens(one),
                one.time("at")));
    }

    static ListenPreferences preferences(Line line) {
        return line.as(one -> new ListenPreferences(
                one.word("mode", ListenMode.class),
                one.texts("phrases"),
                Duration.ofMillis(one.number("follow_up_millis")),
                one.flag("muted"),
                one.optionalText("quiet_from")
                        .map(from -> new QuietHours(LocalTime.parse(from), LocalTime.parse(one.text("quiet_until")))),
                ZoneId.of(one.text("zone")),
                one.number("version")));
    }

    static Request request(Line line, UserId owner) {
        return line.as(one -> new Request(
                new RequestId(one.id("id")),
                owner,
                one.object("attributes"),
                one.time("created_at"),
                one.time("changed_at"),
                one.number("version")));
    }
}
