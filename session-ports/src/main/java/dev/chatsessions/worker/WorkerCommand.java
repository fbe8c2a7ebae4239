package dev.chatsessions.worker;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.LiveEvent;
import dev.chatsessions.LogScope;
import dev.chatsessions.PermissionId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import java.time.Instant;
import java.util.Optional;

/**
 * What a worker is to do. Stands in the worker's log. Each may be carried out again without harm: questions are handed over
 * by claiming them only, and the rest says how things are to be.
 */
public sealed interface WorkerCommand extends LiveEvent {

    /** In which session. */
    SessionId session();

    /** Have the session ready: it began, or is taken up again. */
    record StartSession(LogScope scope, long sequence, Instant at, SessionId session, Optional<String> model)
            implements WorkerCommand {
        public StartSession {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            requireNonNull(model, "model");
        }

        @Override
        public String kind() {
            return "session_start";
        }
    }

    /** The session rests: what is kept running for it may be let go, and is to be restored when it is needed. */
    record RestSession(LogScope scope, long sequence, Instant at, SessionId session) implements WorkerCommand {
        public RestSession {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(session, "session");
        }

        @Override
        public String kind() {
            return "session_rest";
        }
    }

    /** The session is over, or was deleted. */
    record EndSession(LogScope scope, long sequence, Instant at, SessionId session) implements WorkerCommand {
        public EndSession {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(session, "session");
        }

        @Override
        public String kind() {
            return "session_end";
        }
    }

    /** A question waits to be claimed. */
    record AnswerMessage(LogScope scope, long sequence, Instant at, SessionId session, ThreadId thread, ReplyId reply)
            implements WorkerCommand {
        public AnswerMessage {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            requireNonNull(thread, "thread");
            requireNonNull(reply, "reply");
        }

        @Override
        public String kind() {
            return "message";
        }
    }

    /** Stop writing this reply, and complete it as stopped. */
    record StopReply(LogScope scope, long sequence, Instant at, SessionId session, ReplyId reply)
            implements WorkerCommand {
        public StopReply {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            requireNonNull(reply, "reply");
        }

        @Override
        public String kind() {
            return "stop";
        }
    }

    /** The user answered what was asked to be allowed. */
    record AnswerPermission(
            LogScope scope,
            long sequence,
            Instant at,
            SessionId session,
            ReplyId reply,
            PermissionId request,
            String option)
            implements WorkerCommand {
        public AnswerPermission {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            requireNonNull(reply, "reply");
            requireNonNull(request, "request");
            requireNonNull(option, "option");
        }

        @Override
        public String kind() {
            return "permission_answered";
        }
    }
}
