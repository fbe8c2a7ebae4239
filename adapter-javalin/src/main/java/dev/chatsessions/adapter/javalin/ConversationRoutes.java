package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.PageCursor;
import dev.chatsessions.PageRequest;
import dev.chatsessions.ThreadId;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.GapReason;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.TurnPolicy;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.Transcript;
import dev.chatsessions.webhook.Conversation;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Optional;

/** {@code /conversations}: what the caller's devices heard, and what was answered. */
final class ConversationRoutes {

    private static final int USUAL_CONVERSATIONS = 20;

    private static final int USUAL_MESSAGES = 50;

    /** So many messages come with the current conversation. */
    private static final int NEWEST = 20;

    private final ChatSessions chat;

    private final LiveConnections connections;

    ConversationRoutes(ChatSessions chat, LiveConnections connections) {
        this.chat = chat;
        this.connections = connections;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/conversations", Access.CALLERS, this::list),
                Route.get("/conversations/current", Access.CALLERS, this::current),
                Route.stream(HandlerType.GET, "/conversations/current/stream", this::stream)
                        .withTokenIn(SignInCookie.PLAIN),
                Route.get("/conversations/{id}/messages", Access.CALLERS, this::messages),
                Route.post("/conversations/{id}/messages", Access.CALLERS, this::ask));
    }

    private void list(Call call) {
        var page = call.parameters()
                .page("cursor", USUAL_CONVERSATIONS, request -> chat.webhooks().conversations(call.caller(), request));
        var items = page.items().stream().map(ConversationJson::from).toList();
        call.json(200, new Items(true, items, page.next().map(PageCursor::value)));
    }

    private void current(Call call) {
        var current = chat.webhooks().current(call.caller());
        var newest = current.map(conversation ->
                chat.threads().transcript(call.caller(), conversation.thread().id(), PageRequest.first(NEWEST)));
        call.json(
                200,
                new Current(
                        true,
                        current.map(ConversationJson::from),
                        newest.map(ConversationRoutes::messages).orElse(List.of()),
                        current.map(Conversation::session).map(Object::toString)));
    }

    private void messages(Call call) {
        var conversation = conversation(call);
        var page = call.parameters()
                .page(
                        "cursor",
                        USUAL_MESSAGES,
                        request -> chat.threads()
                                .transcript(call.caller(), conversation.thread().id(), request));
        call.json(200, new Items(true, messages(page), page.before().map(PageCursor::value)));
    }

    private static List<ConversationJson.MessageJson> messages(Transcript transcript) {
        return transcript.messages().stream()
                .map(ConversationJson.MessageJson::from)
                .toList();
    }

    private void ask(Call call) {
        var requestKey = call.parameters().requestKey();
        var body = call.body().ofUser(call.user().value());
        var text = body.text("text");
        if (text.isBlank()) {
            throw new Invalid("text", "must not be blank");
        }
        var policy = body.word("turn_policy", TurnPolicy.class).orElse(TurnPolicy.ENQUEUE);
        var question = new Question(NewMessage.user(text), policy);
        call.json(202, Asked.from(chat.webhooks().ask(call.caller(), threadId(call), question, requestKey)));
    }

    private void stream(Call call) {
        var resume = Resume.of(call);
        var place = resume.currentPlace();
        var missed = Optional.of(GapReason.MALFORMED).filter(unreadable -> resume.isGiven() && place.isEmpty());
        var user = new Feed.OfUser(call.user());
        connections.open(call, (connection, executor) -> {
            var stream = new CurrentStream(chat, call.caller(), user, connection, executor);
            stream.begin(place, missed);
            return stream;
        });
    }

    private Conversation conversation(Call call) {
        return chat.webhooks().find(call.caller(), threadId(call));
    }

    private static ThreadId threadId(Call call) {
        try {
            return ThreadId.parse(call.parameters().path("id"));
        } catch (IllegalArgumentException noId) {
            throw new NotFound("no conversation has this id");
        }
    }

    @JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
    record Items(boolean ok, List<?> items, Optional<String> nextCursor) {}

    @JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
    record Current(
            boolean ok,
            Optional<ConversationJson> conversation,
            List<ConversationJson.MessageJson> messages,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> sessionId) {}

    @JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
    record Asked(boolean ok, String conversationId, String messageId, String replyId) {
        static Asked from(Reply reply) {
            return new Asked(
                    true,
                    reply.thread().toString(),
                    reply.question().toString(),
                    reply.id().toString());
        }
    }
}
