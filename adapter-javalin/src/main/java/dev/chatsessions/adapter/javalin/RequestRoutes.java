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
import dev.chatsessions.session.SessionDetails;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /api/requests}: what users want done, with what was said about it. */
final class RequestRoutes {

    private static final int USUAL_PAGE = 50;

    private static final int LONGEST_PAGE = 100;

    /** The conversations about one request, and the newest messages of each, that a list shows at most. */
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
                .page(
                        "cursor",
                        USUAL_PAGE,
                        LONGEST_PAGE,
                        request -> chat.requests().list(call.caller(), request));
        call.json(
                200,
                new Listed(
                        page.items().stream().map(RequestJson::from).toList(),
                        page.items().isEmpty() ? List.of() : said(call.caller(), page.items()),
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

    /** What was said about these requests; asked of all of them at once, however many there are. */
    private List<Said> said(Caller caller, List<Request> requests) {
        var conversations = conversations(caller, requests);
        var sessions = conversations.values().stream()
                .flatMap(List::stream)
                .map(Session::id)
                .toList();
        var threads = chat.threads().findByKey(caller, sessions, WorkflowRoutes.THREAD);
        var messages = chat.threads()
                .newest(caller, threads.values().stream().map(ChatThread::id).toList(), MESSAGES);
        var said = new ArrayList<Said>();
        conversations.forEach((request, about) ->
                about.forEach(session -> Optional.ofNullable(threads.get(session.id())).map(ChatThread::id).stream()
                        .flatMap(thread -> messages.getOrDefault(thread, List.of()).stream())
                        .forEach(message -> said.add(Said.from(request, session, message)))));
        return said;
    }

    /** The conversations about each request, latest activity first. */
    private Map<String, List<Session>> conversations(Caller caller, List<Request> requests) {
        var conversations = new LinkedHashMap<String, List<Session>>();
        requests.forEach(request -> conversations.put(request.id().toString(), new ArrayList<>()));
        var about = SessionFilter.of(SessionKind.WORKFLOW).withLabel(Request.LABEL, conversations.keySet());
        var most = Math.min(PageRequest.MAX_LIMIT, requests.size() * CONVERSATIONS);
        var sessions =
                chat.sessions().list(caller, about, PageRequest.first(most)).items();
        var details = chat.sessions()
                .details(caller, sessions.stream().map(Session::id).toList());
        for (var session : sessions) {
            // Its label may have changed meanwhile.
            var request = details.getOrDefault(session.id(), SessionDetails.NONE)
                    .labels()
                    .getOrDefault(Request.LABEL, "");
            Optional.ofNullable(conversations.get(request))
                    .filter(sofar -> sofar.size() < CONVERSATIONS)
                    .ifPresent(sofar -> sofar.add(session));
        }
        return conversations;
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
        static Said from(String request, Session session, Message message) {
            return new Said(
                    message.id().toString(),
                    request,
                    session.key(),
                    Words.of(message.role()),
                    message.text(),
                    message.createdAt());
        }
    }
}
