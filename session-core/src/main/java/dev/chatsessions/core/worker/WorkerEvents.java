package dev.chatsessions.core.worker;

import dev.chatsessions.JsonValue;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.PermissionId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.core.work.Bodies;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.LoggedEvent;
import dev.chatsessions.worker.Assignment;
import dev.chatsessions.worker.Worker;
import dev.chatsessions.worker.WorkerCommand.AnswerMessage;
import dev.chatsessions.worker.WorkerCommand.AnswerPermission;
import dev.chatsessions.worker.WorkerCommand.EndSession;
import dev.chatsessions.worker.WorkerCommand.RestSession;
import dev.chatsessions.worker.WorkerCommand.StartSession;
import dev.chatsessions.worker.WorkerCommand.StopReply;
import dev.chatsessions.worker.WorkerEvent.PresenceChanged;
import dev.chatsessions.worker.WorkerEvent.SessionReady;
import dev.chatsessions.worker.WorkerEvent.WorkerApproved;
import dev.chatsessions.worker.WorkerEvent.WorkerRenamed;
import dev.chatsessions.worker.WorkerEvent.WorkerRevoked;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Events of workers and commands to them as a log keeps them, and back. Pure. */
public final class WorkerEvents {

    private WorkerEvents() {}

    static EventBody approved(Worker worker) {
        return of("worker_approved", worker.id(), fields -> fields.put("name", JsonValue.of(worker.name())));
    }

    static EventBody renamed(Worker worker) {
        return of("worker_renamed", worker.id(), fields -> fields.put("name", JsonValue.of(worker.name())));
    }

    static EventBody presence(Worker worker) {
        return of(worker.isOnline() ? "worker_online" : "worker_offline", worker.id(), fields -> {});
    }

    static EventBody revoked(Worker worker) {
        return of("worker_revoked", worker.id(), fields -> {});
    }

    static EventBody ready(Assignment assignment) {
        return of("session_ready", assignment.worker(), fields -> {});
    }

    static EventBody startSession(Assignment assignment) {
        return command(
                "session_start",
                assignment.session(),
                fields -> assignment.model().ifPresent(model -> fields.put("model", JsonValue.of(model))));
    }

    static EventBody restSession(SessionId session) {
        return command("session_rest", session, fields -> {});
    }

    static EventBody endSession(SessionId session) {
        return command("session_end", session, fields -> {});
    }

    static EventBody answerMessage(Reply reply) {
        return command("message", reply.session(), fields -> {
            fields.put("thread", JsonValue.of(reply.thread().toString()));
            fields.put("reply", JsonValue.of(reply.id().toString()));
        });
    }

    static EventBody stopReply(Reply reply) {
        return command(
                "stop",
                reply.session(),
                fields -> fields.put("reply", JsonValue.of(reply.id().toString())));
    }

    static EventBody answerPermission(Reply reply, PermissionId request, String option) {
        return command("permission_answered", reply.session(), fields -> {
            fields.put("reply", JsonValue.of(reply.id().toString()));
            fields.put("request", JsonValue.of(request.value()));
            fields.put("option", JsonValue.of(option));
        });
    }

    private static EventBody of(String kind, WorkerId worker, Consumer<Map<String, JsonValue>> more) {
        return Bodies.of(kind, fields -> {
            fields.put("worker", JsonValue.of(worker.value()));
            more.accept(fields);
        });
    }

    private static EventBody command(String kind, SessionId session, Consumer<Map<String, JsonValue>> more) {
        return Bodies.of(kind, fields -> {
            fields.put("session", JsonValue.of(session.toString()));
            more.accept(fields);
        });
    }

    /** The event or command as the domain knows it; empty when it is neither. */
    public static Optional<LiveEvent> read(LoggedEvent logged) {
        var scope = logged.scope();
        var sequence = logged.sequence();
        var at = logged.at();
        var data = new Bodies.Reader(logged.body().data());
        return Optional.ofNullable(
                switch (logged.body().kind()) {
                    case "worker_approved" -> new WorkerApproved(scope, sequence, at, worker(data), data.text("name"));
                    case "worker_renamed" -> new WorkerRenamed(scope, sequence, at, worker(data), data.text("name"));
                    case "worker_online" -> new PresenceChanged(scope, sequence, at, worker(data), true);
                    case "worker_offline" -> new PresenceChanged(scope, sequence, at, worker(data), false);
                    case "worker_revoked" -> new WorkerRevoked(scope, sequence, at, worker(data));
                    case "session_ready" -> new SessionReady(scope, sequence, at, worker(data));
                    case "session_start" ->
                        new StartSession(scope, sequence, at, session(data), data.optionalText("model"));
                    case "session_rest" -> new RestSession(scope, sequence, at, session(data));
                    case "session_end" -> new EndSession(scope, sequence, at, session(data));
                    case "message" ->
                        new AnswerMessage(
                                scope, sequence, at, session(data), ThreadId.parse(data.text("thread")), reply(data));
                    case "stop" -> new StopReply(scope, sequence, at, session(data), reply(data));
                    case "permission_answered" ->
                        new AnswerPermission(
                                scope,
                                sequence,
                                at,
                                session(data),
                                reply(data),
                                new PermissionId(data.text("request")),
                                data.text("option"));
                    default -> null;
                });
    }

    private static WorkerId worker(Bodies.Reader data) {
        return new WorkerId(data.text("worker"));
    }

    private static SessionId session(Bodies.Reader data) {
        return SessionId.parse(data.text("session"));
    }

    private static ReplyId reply(Bodies.Reader data) {
        return ReplyId.parse(data.text("reply"));
    }
}
