package dev.chatsessions.reply;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.LiveEvent;
import dev.chatsessions.LogScope;
import dev.chatsessions.MessageId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.thread.Message;
import java.time.Instant;
import java.util.Optional;

/** What happened to a reply. */
public sealed interface ReplyEvent extends LiveEvent {

    /** Which reply. */
    ReplyId reply();

    /** In which thread. */
    ThreadId thread();

    /** A question was asked and waits, or waits again because its producer was lost before it wrote anything. */
    record ReplyQueued(LogScope scope, long sequence, Instant at, ReplyId reply, ThreadId thread, MessageId question)
            implements ReplyEvent {
        public ReplyQueued {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(reply, "reply");
            requireNonNull(thread, "thread");
            requireNonNull(question, "question");
        }

        @Override
        public String kind() {
            return "reply_queued";
        }
    }

    /** A producer claimed it. */
    record ReplyStarted(LogScope scope, long sequence, Instant at, ReplyId reply, ThreadId thread, int attempt)
            implements ReplyEvent {
        public ReplyStarted {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(reply, "reply");
            requireNonNull(thread, "thread");
        }

        @Override
        public String kind() {
            return "reply_started";
        }
    }

    /** Text was written. Trimmed from the log some time after the reply is finished. */
    record ReplyDelta(
            LogScope scope, long sequence, Instant at, ReplyId reply, ThreadId thread, TextOffset offset, String text)
            implements ReplyEvent {
        public ReplyDelta {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(reply, "reply");
            requireNonNull(thread, "thread");
            requireNonNull(offset, "offset");
            requireNonNull(text, "text");
        }

        @Override
        public String kind() {
            return "reply_delta";
        }
    }

    /** The producer says what it is doing, such as which tool it calls. */
    record ReplyReported(LogScope scope, long sequence, Instant at, ReplyId reply, ThreadId thread, String status)
            implements ReplyEvent {
        public ReplyReported {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(reply, "reply");
            requireNonNull(thread, "thread");
            requireNonNull(status, "status");
        }

        @Override
        public String kind() {
            return "reply_status";
        }
    }

    /**
     * The reply ended. Its text replaces whatever was streamed.
     *
     * @param message the answer as it is now; empty when it has been cleared or deleted since
     */
    record ReplyFinished(
            LogScope scope,
            long sequence,
            Instant at,
            ReplyId reply,
            ThreadId thread,
            FinishReason reason,
            Optional<String> failure,
            Optional<TokenCount> tokens,
            Optional<Message> message)
            implements ReplyEvent {
        public ReplyFinished {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(reply, "reply");
            requireNonNull(thread, "thread");
            requireNonNull(reason, "reason");
            requireNonNull(failure, "failure");
            requireNonNull(tokens, "tokens");
            requireNonNull(message, "message");
        }

        @Override
        public String kind() {
            return "reply_finished";
        }
    }
}
