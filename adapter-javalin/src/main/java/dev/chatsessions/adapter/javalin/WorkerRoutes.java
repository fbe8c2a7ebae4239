package dev.chatsessions.adapter.javalin;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.MessageId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.live.Feed;
import dev.chatsessions.reply.Failure;
import dev.chatsessions.reply.Progress;
import dev.chatsessions.reply.ReplyTicket;
import dev.chatsessions.thread.Role;
import io.javalin.http.HandlerType;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code /worker}: what a worker program does, by its own token. */
final class WorkerRoutes {

    private static final int USUAL_PAGE = 50;

    private final ChatSessions chat;

    private final LiveConnections connections;

    private final FeedStreams streams;

    WorkerRoutes(ChatSessions chat, LiveConnections connections) {
        this.chat = chat;
        this.connections = connections;
        this.streams = new FeedStreams(chat, connections);
    }

    List<Route> routes() {
        return List.of(
                Route.get("/worker", Access.WORKERS, this::self),
                Route.post("/worker/token", Access.WORKERS, this::rotate),
                Route.post("/worker/heartbeat", Access.WORKERS, this::heartbeat),
                Route.post("/worker/leave", Access.WORKERS, this::leave),
                Route.get("/worker/sessions", Access.WORKERS, this::sessions),
                Route.get("/worker/sessions/{id}", Access.WORKERS, this::session),
                Route.get("/worker/sessions/{id}/messages", Access.WORKERS, this::messages),
                Route.post("/worker/sessions/{id}/ready", Access.WORKERS, this::ready),
                Route.post("/worker/claim", Access.WORKERS, this::claim),
                Route.post("/worker/replies/{id}/chunks", Access.WORKERS, this::append),
                Route.post("/worker/replies/{id}/status", Access.WORKERS, this::report),
                Route.post("/worker/replies/{id}/permissions", Access.WORKERS, this::permit),
                Route.post("/worker/replies/{id}/heartbeat", Access.WORKERS, this::renew),
                Route.post("/worker/replies/{id}/complete", Access.WORKERS, this::complete),
                Route.post("/worker/replies/{id}/fail", Access.WORKERS, this::fail),
                Route.stream(HandlerType.GET, "/worker/commands", this::commands),
                Route.socket("/worker/commands", this::commands, connections::refuse));
    }

    private static WorkerId id(Call call) {
        if (call.caller() instanceof Caller.Worker worker) {
            return worker.id();
        }
        throw new Forbidden("only a worker may do this");
    }

    private static Body body(Call call) {
        return WorkerBodies.of(call.bodyIfAny(), id(call));
    }

    private void self(Call call) {
        call.json(200, WorkerJson.from(chat.workers().find(call.caller(), id(call))));
    }

    private void rotate(Call call) {
        var requestKey = call.parameters().requestKey();
        call.json(200, HiringRoutes.Token.from(chat.workers().rotate(call.caller(), requestKey)));
    }

    private void heartbeat(Call call) {
        body(call);
        call.json(200, WorkerJson.from(chat.workers().heartbeat(call.caller())));
    }

    private void leave(Call call) {
        body(call);
        call.json(200, WorkerJson.from(chat.workers().leave(call.caller())));
    }

    private void sessions(Call call) {
        var page = call.parameters()
                .page("cursor", USUAL_PAGE, request -> chat.workers().sessions(call.caller(), id(call), request));
        call.json(200, WorkerSessionRoutes.Sessions.from(page));
    }

    private void session(Call call) {
        call.json(
                200,
                WorkerSessionJson.from(
                        chat.workers().session(call.caller(), call.parameters().sessionId("id"))));
    }

    private void messages(Call call) {
        call.json(
                200, WorkerSessionRoutes.messages(chat, call, call.parameters().sessionId("id")));
    }

    private void ready(Call call) {
        var agentSession = body(call).optionalText("agent_session");
        var ready = chat.workers().ready(call.caller(), call.parameters().sessionId("id"), agentSession);
        call.json(200, WorkerSessionJson.from(ready));
    }

    private void commands(Call call) {
        streams.open(call, new Feed.OfWorker(id(call)));
    }

    private void claim(Call call) {
        var limit = body(call).wholeNumber("limit", 1, 100).orElse(1);
        var tickets = chat.workers().claim(call.caller(), (int) limit);
        if (tickets.isEmpty()) {
            call.nothing();
        } else {
            call.json(200, new Tickets(tickets.stream().map(Ticket::from).toList()));
        }
    }

    private void append(Call call) {
        var body = body(call);
        var fence = WorkerBodies.fence(body);
        var chunks = WorkerBodies.chunks(body);
        write(call, body, reply -> Written.from(chat.replies().append(call.caller(), reply, fence, chunks)));
    }

    private void report(Call call) {
        var body = body(call);
        var fence = WorkerBodies.fence(body);
        var status = body.text("status");
        write(call, body, reply -> Written.from(chat.replies().report(call.caller(), reply, fence, status)));
    }

    private void permit(Call call) {
        var body = body(call);
        var fence = WorkerBodies.fence(body);
        var question = WorkerBodies.permission(body);
        var reply = WorkerSessionRoutes.replyId(call.parameters().path("id"));
        call.json(
                201,
                written(
                        call,
                        body,
                        reply,
                        () -> PermissionJson.from(chat.permissions().ask(call.caller(), reply, fence, question))));
    }

    private void renew(Call call) {
        var body = body(call);
        var fence = WorkerBodies.fence(body);
        write(call, body, reply -> Written.from(chat.replies().heartbeat(call.caller(), reply, fence)));
    }

    private void complete(Call call) {
        var body = body(call);
        var fence = WorkerBodies.fence(body);
        var completion = WorkerBodies.completion(body);
        write(call, body, reply -> ReplyJson.from(chat.replies().complete(call.caller(), reply, fence, completion)));
    }

    private void fail(Call call) {
        var body = body(call);
        var fence = WorkerBodies.fence(body);
        var failure = new Failure(body.text("reason"), WorkerBodies.usage(body));
        write(call, body, reply -> ReplyJson.from(chat.replies().fail(call.caller(), reply, fence, failure)));
    }

    private void write(Call call, Body body, Function<ReplyId, Object> write) {
        var reply = WorkerSessionRoutes.replyId(call.parameters().path("id"));
        call.json(200, written(call, body, reply, () -> write.apply(reply)));
    }

    /** A reply leaves no trace of its own; whoever says in which thread it was is told what became of that. */
    private Object written(Call call, Body body, ReplyId reply, Supplier<Object> write) {
        try {
            return write.get();
        } catch (NotFound missing) {
            body.optionalText("thread_id")
                    .map(WorkerRoutes::threadId)
                    .ifPresent(thread -> explain(call, thread, reply));
            throw missing;
        }
    }

    private void explain(Call call, ThreadId thread, ReplyId reply) {
        chat.threads().find(call.caller(), thread);
        var message = chat.threads().message(call.caller(), thread, new MessageId(reply.value()));
        if (message.role() == Role.USER) {
            throw new Conflict("not-an-answer", "this is what was asked; the reply that answers it is written");
        }
    }

    private static ThreadId threadId(String text) {
        try {
            return ThreadId.parse(text);
        } catch (IllegalArgumentException noId) {
            throw new NotFound("no thread has this id");
        }
    }

    record Tickets(List<Ticket> replies) {}

    record Ticket(
            String replyId,
            String sessionId,
            String threadId,
            String answerId,
            long fence,
            Instant leaseUntil,
            int attempt,
            MessageJson message) {
        static Ticket from(ReplyTicket ticket) {
            var reply = ticket.reply();
            return new Ticket(
                    reply.id().toString(),
                    reply.session().toString(),
                    reply.thread().toString(),
                    reply.answer().toString(),
                    ticket.fence().value(),
                    ticket.leaseUntil(),
                    reply.attempts(),
                    MessageJson.from(ticket.question()));
        }
    }

    record Written(int end, boolean stopRequested, Instant leaseUntil) {
        static Written from(Progress progress) {
            return new Written(progress.end().value(), progress.stopRequested(), progress.leaseUntil());
        }
    }
}
