package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.PageCursor;
import dev.chatsessions.RequestId;
import dev.chatsessions.SessionId;
import dev.chatsessions.request.Request;
import dev.chatsessions.session.DetailedSession;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionDetails;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadPath;
import dev.chatsessions.thread.ThreadStart;
import dev.chatsessions.thread.Transcript;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /api/chat-sessions}: sessions that carry a workflow, each with its conversation and its request. */
final class WorkflowRoutes {

    /** The key of a session's one thread. */
    static final String THREAD = "main";

    private static final int USUAL_PAGE = 100;

    private static final int USUAL_MESSAGES = 50;

    private static final int LABEL_LENGTH = 200;

    private static final Set<SessionStatus> OPEN =
            EnumSet.of(SessionStatus.ACTIVE, SessionStatus.IDLE, SessionStatus.PAUSED);

    private final ChatSessions chat;

    WorkflowRoutes(ChatSessions chat) {
        this.chat = chat;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/chat-sessions", Access.CALLERS, this::list),
                Route.post("/api/chat-sessions", Access.CALLERS, this::open),
                Route.get("/api/chat-sessions/{id}", Access.CALLERS, this::find),
                Route.patch("/api/chat-sessions/{id}", Access.CALLERS, this::change),
                Route.delete("/api/chat-sessions/{id}", Access.CALLERS, this::delete),
                Route.get("/api/chat-sessions/{id}/messages", Access.CALLERS, this::messages),
                Route.post("/api/chat-sessions/{id}/messages", Access.CALLERS, this::say));
    }

    private void list(Call call) {
        var parameters = call.parameters();
        var filter = filter(parameters);
        var page = parameters.page(
                "cursor", USUAL_PAGE, request -> chat.sessions().listOf(call.caller(), call.user(), filter, request));
        var ids = page.items().stream().map(Session::id).toList();
        var rendered = rendered(call.caller(), page.items(), chat.sessions().details(call.caller(), ids));
        call.json(200, new Listed(rendered, rendered.size(), page.next().map(PageCursor::value)));
    }

    private void open(Call call) {
        var body = call.body().ofUser(call.user().value());
        var start = SessionStart.of(SessionKind.WORKFLOW);
        var key = body.optionalText("conversation_id");
        answer(
                call,
                chat.sessions()
                        .openWith(
                                call.caller(),
                                key.map(start::withKey).orElse(start),
                                new WorkflowChanges(body).all(),
                                call.parameters().requestKey()));
    }

    private void find(Call call) {
        answer(call, workflow(call));
    }

    private void change(Call call) {
        var body = call.body().ofUser(call.user().value());
        var session = workflow(call).id();
        answer(
                call,
                chat.sessions()
                        .change(
                                call.caller(),
                                session,
                                new WorkflowChanges(body).all(),
                                call.parameters().ifMatch(),
                                call.parameters().requestKey()));
    }

    private void delete(Call call) {
        chat.sessions().delete(call.caller(), workflow(call).id());
        call.nothing();
    }

    private void messages(Call call) {
        var session = workflow(call);
        var transcript = call.parameters()
                .part(
                        USUAL_MESSAGES,
                        request -> chat.threads()
                                .transcript(
                                        call.caller(), new ThreadPath(session.kind(), session.key(), THREAD), request));
        call.json(200, Conversation.of(session, transcript));
    }

    private void say(Call call) {
        var session = workflow(call);
        var body = call.body().ofUser(call.user().value());
        var text = body.text("content");
        var message = body.word("sender", Sender.class).orElse(Sender.USER) == Sender.USER
                ? NewMessage.user(text)
                : NewMessage.assistant(text);
        var thread = chat.threads().open(call.caller(), session.id(), ThreadStart.of(THREAD));
        var appended = chat.threads()
                .append(
                        call.caller(),
                        thread.id(),
                        List.of(message),
                        call.parameters().requestKey());
        call.json(201, MessageJson.from(appended.messages().get(0)));
    }

    /** The calling user's session; one of another kind is none of these. */
    private Session workflow(Call call) {
        call.user();
        var session = chat.sessions().find(call.caller(), call.parameters().sessionId("id"));
        if (session.kind() != SessionKind.WORKFLOW) {
            throw new NotFound("there is no session " + session.id());
        }
        return session;
    }

    private void answer(Call call, Session session) {
        answer(call, session, chat.sessions().details(call.caller(), List.of(session.id())));
    }

    private void answer(Call call, DetailedSession changed) {
        answer(call, changed.session(), Map.of(changed.session().id(), changed.details()));
    }

    private void answer(Call call, Session session, Map<SessionId, SessionDetails> details) {
        call.tag(session.version());
        call.json(200, rendered(call.caller(), List.of(session), details).get(0));
    }

    private List<WorkflowJson> rendered(Caller caller, List<Session> sessions, Map<SessionId, SessionDetails> details) {
        var ids = sessions.stream().map(Session::id).toList();
        var threads = chat.threads().findByKey(caller, ids, THREAD);
        var requests = requests(caller, details.values());
        return sessions.stream()
                .map(session -> {
                    var kept = details.getOrDefault(session.id(), SessionDetails.NONE);
                    return WorkflowJson.from(
                            session,
                            kept,
                            Optional.ofNullable(threads.get(session.id())),
                            requestId(kept).map(requests::get));
                })
                .toList();
    }

    private Map<RequestId, Request> requests(Caller caller, Collection<SessionDetails> details) {
        var named = details.stream()
                .flatMap(each -> requestId(each).stream())
                .distinct()
                .toList();
        return named.isEmpty() ? Map.of() : chat.requests().find(caller, named);
    }

    /** A label may name what is not kept here. */
    private static Optional<RequestId> requestId(SessionDetails details) {
        return Optional.ofNullable(details.labels().get(Request.LABEL)).flatMap(RequestRoutes::requestId);
    }

    private static SessionFilter filter(Parameters parameters) {
        var statuses = parameters
                .query("status")
                .map(word -> WorkflowWords.statuses(word)
                        .orElseThrow(
                                () -> Parameters.invalid("status", "must be active, paused, completed or archived")))
                .orElse(OPEN);
        var filter = new SessionFilter(Optional.of(SessionKind.WORKFLOW), statuses);
        for (var label : WorkflowWords.LABELS) {
            filter = with(filter, label, parameters.name(label, LABEL_LENGTH));
        }
        filter = with(filter, WorkflowWords.TRIP, parameters.name("trip_id", LABEL_LENGTH));
        var other = parameters.name("label", 2 * LABEL_LENGTH);
        if (other.isEmpty()) {
            return filter;
        }
        var parts = other.get().split(":", 2);
        if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
            throw Parameters.invalid("label", "must be a name, a colon and a value");
        }
        return with(filter, parts[0], Optional.of(parts[1]));
    }

    /** A label has one value: who wants two of it wants nothing that there is. */
    private static SessionFilter with(SessionFilter filter, String label, Optional<String> value) {
        if (value.isPresent() && filter.labels().containsKey(label)) {
            throw Parameters.invalid(label, "is asked for twice");
        }
        return value.map(wanted -> filter.withLabel(label, wanted)).orElse(filter);
    }

    private enum Sender {
        USER,
        ASSISTANT
    }

    /** A page of what was said, oldest first. */
    record Conversation(
            String conversationId,
            long messageCount,
            List<MessageJson> messages,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> before,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> after) {
        static Conversation of(Session session, Optional<Transcript> transcript) {
            return new Conversation(
                    session.key(),
                    transcript.map(page -> page.thread().messageCount()).orElse(0L),
                    transcript.map(Transcript::messages).orElse(List.of()).stream()
                            .map(MessageJson::from)
                            .toList(),
                    transcript.flatMap(Transcript::before).map(PageCursor::value),
                    transcript.flatMap(Transcript::after).map(PageCursor::value));
        }
    }

    record Listed(
            List<WorkflowJson> sessions,
            int count,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> nextCursor) {}
}
