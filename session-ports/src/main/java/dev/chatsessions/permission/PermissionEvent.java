package dev.chatsessions.permission;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.LiveEvent;
import dev.chatsessions.LogScope;
import dev.chatsessions.PermissionId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.ThreadId;
import java.time.Instant;

/** What happened to requests for permission. Stands in the session's log; a request ends with its reply without a word. */
public sealed interface PermissionEvent extends LiveEvent {

    /** Of which reply. */
    ReplyId reply();

    /** In which thread. */
    ThreadId thread();

    /** An answerer asks. */
    record PermissionRequested(
            LogScope scope, long sequence, Instant at, ReplyId reply, ThreadId thread, PermissionQuestion question)
            implements PermissionEvent {
        public PermissionRequested {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(reply, "reply");
            requireNonNull(thread, "thread");
            requireNonNull(question, "question");
        }

        @Override
        public String kind() {
            return "permission_requested";
        }
    }

    /** Its user chose. */
    record PermissionAnswered(
            LogScope scope,
            long sequence,
            Instant at,
            ReplyId reply,
            ThreadId thread,
            PermissionId request,
            String option)
            implements PermissionEvent {
        public PermissionAnswered {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(reply, "reply");
            requireNonNull(thread, "thread");
            requireNonNull(request, "request");
            requireNonNull(option, "option");
        }

        @Override
        public String kind() {
            return "permission_answered";
        }
    }
}
