package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.JsonValue;
import dev.chatsessions.PageCursor;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestId;
import dev.chatsessions.request.Request;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /api/requests}: what users want done, with what was said about it. */
final class RequestRoutes {

    private static final int USUAL_PAGE = 50;

    /** The conversations about one request, and the newest messages of each, that a list shows. */
    private static final int CONVERSATIONS = 10;

    private static final int MESSAGES = 50;

    /** What our side says of a request beside its attributes. */
    private static final List<String> OURS = List.of("iso_agent_id", "user_id", "updated_at", "version");

    private final ChatSessions chat;

    RequestRoutes(ChatSessions chat) {
        this.chat = chat;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/requests", Access.CALLERS, this::list),
                Route.post("/api/requests", Access.CALLERS, this::create),
                Route.get("/api/requests/{id}", Access.CALLERS, this::find),
                Route.patch("/api/requests/{id}", Access.CALLERS, this::change));
    }

    private void list(Call call) {
        var page = call.parameters()
                .page("cursor", USUAL_PAGE, request -> chat.requests().list(call.caller(), request));
        call.json(
                200,
                new Listed(
                        page.items().stream().map(RequestJson::from).toList(),
                        page.items().stream()
                                .flatMap(request -> said(call.caller(), request))
                                .toList(),
                        page.next().map(PageCursor::value)));
    }

    private void create(Call call) {
        var attributes = attributes(call);
        var request = chat.requests()
                .create(call.caller(), attributes, call.parameters().requestKey());
        answer(call, 201, request);
    }

    private void find(Call call) {
        answer(call, 200, chat.requests().find(call.caller(), id(call)));
    }

    private void change(Call call) {
        var patch = attributes(call);
        answer(
                call,
                200,
                chat.requests()
                        .change(
                                call.caller(),
                                id(call),
                                patch,
                                call.parameters().ifMatch()));
    }

    private static void answer(Call call, int status, Request request) {
        call.tag(request.version());
        call.json(status, RequestJson.from(request));
    }

    private static JsonValue.Fields attributes(Call call) {
        var fields = new LinkedHashMap<String, JsonValue>();
        var body = call.body().ofUser(call.user().value());
        ((JsonValue.Fields) Json.value(body.fields())).fields().forEach((name, value) -> {
            if (!OURS.contains(name)) {
                fields.put(name, value);
            }
        });
        return new JsonValue.Fields(fields);
    }

    private Stream<Said> said(Caller caller, Request request) {
        var about = SessionFilter.of(SessionKind.WORKFLOW)
                .withLabel(Request.LABEL, request.id().toString());
        var sessions = chat.sessions()
                .list(caller, about, PageRequest.first(CONVERSATIONS))
                .items();
        var threads = chat.threads()
                .findByKey(caller, sessions.stream().map(Session::id).toList(), WorkflowRoutes.THREAD);
        return sessions.stream()
                .flatMap(session -> Optional.ofNullable(threads.get(session.id())).stream()
                        .flatMap(thread -> said(caller, request, session, thread)));
    }

    private Stream<Said> said(Caller caller, Request request, Session session, ChatThread thread) {
        return chat.threads().transcript(caller, thread.id(), PageRequest.first(MESSAGES)).messages().stream()
                .map(message -> Said.from(request, session, message));
    }

    private static RequestId id(Call call) {
        return requestId(call.parameters().path("id")).orElseThrow(() -> new NotFound("no request has this id"));
    }

    /** The id that the text is; empty when it is none. */
    static Optional<RequestId> requestId(String text) {
        try {
            return Optional.of(RequestId.parse(text));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    record Listed(
            List<RequestJson> requests,
            List<Said> messages,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> nextCursor) {}

    /** A message, and what it is about. */
    record Said(String id, String requestId, String conversationId, String role, String content, Instant createdAt) {
        static Said from(Request request, Session session, Message message) {
            return new Said(
                    message.id().toString(),
                    request.id().toString(),
                    session.key(),
                    Words.of(message.role()),
                    message.text(),
                    message.createdAt());
        }
    }
}
