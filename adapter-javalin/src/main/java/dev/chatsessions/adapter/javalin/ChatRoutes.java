package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.AssistantFailed;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.Cursor;
import dev.chatsessions.ReplyId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.TurnPolicy;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.NewMessage;
import io.javalin.http.HandlerType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /chat}: a user's chat with the assistant. */
final class ChatRoutes {

    private static final int USUAL_HISTORY = 50;

    private final ChatSessions chat;

    private final ChatThreads threads;

    private final ReplyStreams streams;

    private final HttpSettings settings;

    ChatRoutes(ChatSessions chat, LiveConnections connections, HttpSettings settings) {
        this.chat = chat;
        this.threads = new ChatThreads(chat);
        this.streams = new ReplyStreams(chat, threads, connections);
        this.settings = settings;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/chat", Access.CALLERS, this::ask),
                Route.stream(HandlerType.POST, "/chat/stream", this::askAndStream),
                Route.stream(HandlerType.GET, "/chat/stream", streams::resume),
                Route.post("/chat/stop", Access.CALLERS, this::stop),
                Route.get("/chat/history", Access.CALLERS, this::history),
                Route.delete("/chat/history", Access.CALLERS, this::clear),
                Route.get("/chat/sessions", Access.CALLERS, this::statistics));
    }

    private void ask(Call call) {
        var asked = Asked.from(call);
        var thread = threads.open(call, asked.threadId());
        var answer = chat.replies()
                .answer(call.caller(), thread.id(), asked.question(), asked.requestKey(), settings.answerWait());
        var now = answer.reply();
        call.log().about(now);
        if (now.status().isOpen()) {
            call.json(202, new Pending(thread.key(), now.id().toString()));
            return;
        }
        var reason = now.finishReason().orElseThrow();
        if (!AnswerRules.isAnswer(reason, answer.text())) {
            throw new AssistantFailed(now.failure().orElse("the assistant did not answer"));
        }
        call.json(
                200,
                new Answer(
                        answer.text(),
                        thread.key(),
                        Optional.of(reason)
                                .filter(why -> why != FinishReason.COMPLETE)
                                .map(Words::of)));
    }

    private void askAndStream(Call call) {
        var asked = Asked.from(call);
        var thread = threads.open(call, asked.threadId());
        var before = chat.live().head(call.caller(), new Feed.OfThread(thread.id()));
        streams.open(
                call,
                thread,
                startOf(asked, before),
                before,
                () -> chat.replies().ask(call.caller(), thread.id(), asked.question(), asked.requestKey()));
    }

    /** A repeated question may have been answered in part before; then its beginning is asked for. */
    private static StartAt startOf(Asked asked, Cursor before) {
        return asked.requestKey() instanceof RequestKey.None ? new StartAt.After(before) : new StartAt.Unreadable();
    }

    private void stop(Call call) {
        var body = call.bodyIfAny().ofUser(call.user().value());
        var named = body.optionalText("reply_id").map(ChatRoutes::replyId);
        if (named.isPresent()) {
            var reply = chat.replies().stop(call.caller(), named.get());
            call.log().about(reply);
            var thread = chat.threads().find(call.caller(), reply.thread());
            call.json(200, new Stopped(thread.key(), List.of(reply.id().toString())));
            return;
        }
        var key = ChatThreads.inBody(body);
        var thread = threads.find(call, key);
        var stopped = thread.map(found -> chat.replies().open(call.caller(), found.id())).orElse(List.of()).stream()
                .map(reply ->
                        chat.replies().stop(call.caller(), reply.id()).id().toString())
                .toList();
        call.json(200, new Stopped(thread.map(ChatThread::key).orElseGet(() -> keyOf(call, key)), stopped));
    }

    private static ReplyId replyId(String text) {
        try {
            return ReplyId.parse(text);
        } catch (IllegalArgumentException noId) {
            throw new Invalid("reply_id", "must be a UUID");
        }
    }

    private void history(Call call) {
        var key = ChatThreads.inQuery(call);
        var transcript = call.parameters().part(USUAL_HISTORY, page -> threads.transcript(call, key, page));
        call.json(200, transcript.map(HistoryJson::from).orElseGet(() -> HistoryJson.empty(keyOf(call, key))));
    }

    private void clear(Call call) {
        var key = ChatThreads.inQuery(call);
        var thread = threads.find(call, key);
        thread.ifPresent(found -> chat.threads().clear(call.caller(), found.id()));
        call.json(
                200,
                new Cleared(
                        true,
                        "Chat history cleared successfully",
                        thread.map(ChatThread::key).orElseGet(() -> keyOf(call, key))));
    }

    private void statistics(Call call) {
        var key = ChatThreads.inQuery(call);
        var thread = threads.find(call, key);
        var session = thread.map(found -> chat.sessions().find(call.caller(), found.session()))
                .or(() -> chat.sessions().findByKey(call.caller(), SessionKind.CHAT, ChatThreads.SESSION_KEY));
        call.json(
                200,
                new Statistics(
                        call.user().value(),
                        thread.map(ChatThread::key).orElseGet(() -> keyOf(call, key)),
                        thread.map(ChatThread::messageCount).orElse(0L),
                        chat.usage().total(call.caller(), call.user()).tokens(),
                        session.map(found -> found.createdAt()),
                        session.map(found -> found.lastActivityAt())));
    }

    private static String keyOf(Call call, Optional<String> threadId) {
        return threadId.orElseGet(() -> ChatThreads.defaultKey(call));
    }

    /** What was asked, by whom it may be repeated, and where. */
    private record Asked(Question question, Optional<String> threadId, RequestKey requestKey) {

        static Asked from(Call call) {
            var requestKey = call.parameters().requestKey();
            var body = call.body().ofUser(call.user().value());
            var message = body.text("message");
            if (message.isBlank()) {
                throw new Invalid("message", "must not be blank");
            }
            var policy = body.word("turn_policy", TurnPolicy.class).orElse(TurnPolicy.ENQUEUE);
            return new Asked(new Question(NewMessage.user(message), policy), ChatThreads.inBody(body), requestKey);
        }
    }

    record Answer(
            String response,
            String threadId,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> finishReason) {}

    record Pending(String threadId, String replyId) {}

    record Stopped(String threadId, List<String> replyIds) {}

    record Cleared(boolean success, String message, String threadId) {}

    record Statistics(
            String userId,
            String threadId,
            long totalMessages,
            long totalTokensUsed,
            Optional<Instant> sessionStart,
            Optional<Instant> lastActivity) {}
}
