package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.Page;
import dev.chatsessions.PageCursor;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.TurnPolicy;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.Transcript;
import dev.chatsessions.worker.WorkerSession;
import dev.chatsessions.worker.WorkerSessionStart;
import dev.chatsessions.worker.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code /workers/{id}/sessions} and {@code /worker-sessions}: what users do in the sessions on their workers. */
final class WorkerSessionRoutes {

    private static final int USUAL_PAGE = 50;

    private static final long LONGEST_LIMIT = Duration.ofDays(366).toSeconds();

    private final ChatSessions chat;

    WorkerSessionRoutes(ChatSessions chat) {
        this.chat = chat;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/workers/{id}/sessions", Access.CALLERS, this::start),
                Route.get("/workers/{id}/sessions", Access.CALLERS, this::list),
                Route.get("/worker-sessions/{id}", Access.CALLERS, this::find),
                Route.patch("/worker-sessions/{id}", Access.CALLERS, this::change),
                Route.post("/worker-sessions/{id}/messages", Access.CALLERS, this::send),
                Route.get("/worker-sessions/{id}/messages", Access.CALLERS, this::messages),
                Route.post("/worker-sessions/{id}/stop", Access.CALLERS, this::stop));
    }

    private void start(Call call) {
        var requestKey = call.parameters().requestKey();
        var body = call.bodyIfAny().ofUser(call.user().value());
        var start = new WorkerSessionStart(
                body.optionalText("model"),
                body.optionalText("title"),
                seconds(body.wholeNumber("ends_after", 1, LONGEST_LIMIT)),
                failsAfter(body));
        var started = chat.workers().start(call.caller(), HiringRoutes.workerId(call), start, requestKey);
        call.json(201, WorkerSessionJson.from(started));
    }

    private static Optional<Duration> seconds(OptionalLong number) {
        return number.isPresent() ? Optional.of(Duration.ofSeconds(number.getAsLong())) : Optional.empty();
    }

    private void list(Call call) {
        call.user();
        var worker = HiringRoutes.workerId(call);
        var page = call.parameters()
                .page("cursor", USUAL_PAGE, request -> chat.workers().sessions(call.caller(), worker, request));
        call.json(200, Sessions.from(page));
    }

    private void find(Call call) {
        call.json(200, WorkerSessionJson.from(found(call)));
    }

    private void change(Call call) {
        var body = call.body().ofUser(call.user().value());
        var session = call.parameters().sessionId("id");
        if (!body.has("fails_after")) {
            throw new Invalid("fails_after", "is required");
        }
        call.json(200, WorkerSessionJson.from(chat.workers().limitWait(call.caller(), session, failsAfter(body))));
    }

    private static Optional<Duration> failsAfter(Body body) {
        return seconds(body.wholeNumber("fails_after", 1, LONGEST_LIMIT));
    }

    private WorkerSession found(Call call) {
        call.user();
        return chat.workers().session(call.caller(), call.parameters().sessionId("id"));
    }

    /** Stores the message and the place for its answer, whether or not the worker is there. */
    private void send(Call call) {
        var requestKey = call.parameters().requestKey();
        var body = call.body().ofUser(call.user().value());
        var policy = body.word("turn_policy", TurnPolicy.class).orElse(TurnPolicy.ENQUEUE);
        var question = new Question(NewMessage.user(body.text("content")), policy);
        var on = found(call);
        var thread = thread(chat, call, on.session().id());
        var reply = chat.replies().ask(call.caller(), thread.id(), question, requestKey);
        var worker = chat.workers().find(call.caller(), on.assignment().worker());
        call.json(
                202,
                new Sent(
                        reply.question().toString(),
                        reply.id().toString(),
                        reply.answer().toString(),
                        thread.id().toString(),
                        Words.of(reply.status()),
                        Words.of(worker.status())));
    }

    private void messages(Call call) {
        var session = found(call).session().id();
        call.json(200, messages(chat, call, session));
    }

    /** The newest messages of a session on a worker, for its user and for the worker. */
    static Messages messages(ChatSessions chat, Call call, SessionId session) {
        var thread = thread(chat, call, session).id();
        return Messages.from(call.parameters()
                .part(USUAL_PAGE, page -> chat.threads().transcript(call.caller(), thread, page)));
    }

    private static ChatThread thread(ChatSessions chat, Call call, SessionId session) {
        return chat.threads()
                .findByKey(call.caller(), session, Workers.THREAD)
                .orElseThrow(() -> new NotFound("the session has no thread " + Workers.THREAD));
    }

    private void stop(Call call) {
        var body = call.bodyIfAny().ofUser(call.user().value());
        var named = body.optionalText("reply_id").map(WorkerSessionRoutes::replyId);
        var thread = thread(chat, call, found(call).session().id());
        var stopped = chat.replies().open(call.caller(), thread.id()).stream()
                .filter(reply -> named.isEmpty() || named.get().equals(reply.id()))
                .map(reply -> chat.replies().stop(call.caller(), reply.id()))
                .map(ReplyJson::from)
                .toList();
        call.json(200, new Stopped(stopped));
    }

    static ReplyId replyId(String text) {
        try {
            return ReplyId.parse(text);
        } catch (IllegalArgumentException noId) {
            throw new NotFound("no reply has this id");
        }
    }

    record Sessions(
            List<WorkerSessionJson> items,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> nextCursor) {
        static Sessions from(Page<WorkerSession> page) {
            return new Sessions(
                    page.items().stream().map(WorkerSessionJson::from).toList(),
                    page.next().map(PageCursor::value));
        }
    }

    record Sent(String messageId, String replyId, String answerId, String threadId, String status, String worker) {}

    record Messages(
            String threadId,
            long messageCount,
            List<MessageJson> messages,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> before,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> after) {
        static Messages from(Transcript transcript) {
            return new Messages(
                    transcript.thread().id().toString(),
                    transcript.thread().messageCount(),
                    transcript.messages().stream().map(MessageJson::from).toList(),
                    transcript.before().map(PageCursor::value),
                    transcript.after().map(PageCursor::value));
        }
    }

    record Stopped(List<ReplyJson> replies) {}
}
