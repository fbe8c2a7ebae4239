package dev.chatsessions.reply;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.MessageId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import java.time.Instant;
import java.util.Optional;

/**
 * A reply as it stands.
 *
 * @param question the message that asked
 * @param answer the message that will hold the answer; OPEN until the reply is finished
 * @param attempts how often it was claimed
 * @param end the end of the text written so far
 * @param stopRequested whether somebody asked to stop it
 * @param failure why it failed, for people; no text of messages; empty unless it failed
 * @param tokens what its last attempt consumed; empty until it is finished
 */
public record Reply(
        ReplyId id,
        SessionId session,
        ThreadId thread,
        MessageId question,
        MessageId answer,
        ReplyStatus status,
        int attempts,
        TextOffset end,
        boolean stopRequested,
        Optional<FinishReason> finishReason,
        Optional<String> failure,
        Optional<TokenCount> tokens,
        Instant askedAt,
        Optional<Instant> finishedAt) {

    public Reply {
        requireNonNull(id, "id");
        requireNonNull(session, "session");
        requireNonNull(thread, "thread");
        requireNonNull(question, "question");
        requireNonNull(answer, "answer");
        requireNonNull(status, "status");
        requireNonNull(end, "end");
        requireNonNull(finishReason, "finishReason");
        requireNonNull(failure, "failure");
        requireNonNull(tokens, "tokens");
        requireNonNull(askedAt, "askedAt");
        requireNonNull(finishedAt, "finishedAt");
        if (attempts < 0) {
            throw new IllegalArgumentException("attempts " + attempts + " is negative");
        }
        if (finishReason.isPresent() == status.isOpen()) {
            throw new IllegalArgumentException("a reply has a finish reason when it is finished, and only then");
        }
    }

    /** The same reply held by a producer, once more. */
    public Reply claimed() {
        return new Reply(
                id,
                session,
                thread,
                question,
                answer,
                ReplyStatus.RUNNING,
                attempts + 1,
                end,
                stopRequested,
                finishReason,
                failure,
                tokens,
                askedAt,
                finishedAt);
    }

    /** The same reply waiting for another producer. */
    public Reply requeued() {
        return new Reply(
                id,
                session,
                thread,
                question,
                answer,
                ReplyStatus.QUEUED,
                attempts,
                end,
                stopRequested,
                finishReason,
                failure,
                tokens,
                askedAt,
                finishedAt);
    }

    /** The same reply with text written up to {@code newEnd}. */
    public Reply writtenTo(TextOffset newEnd) {
        return new Reply(
                id,
                session,
                thread,
                question,
                answer,
                status,
                attempts,
                newEnd,
                stopRequested,
                finishReason,
                failure,
                tokens,
                askedAt,
                finishedAt);
    }

    /** The same reply, to be stopped by its producer. */
    public Reply stopping() {
        return new Reply(
                id,
                session,
                thread,
                question,
                answer,
                status,
                attempts,
                end,
                true,
                finishReason,
                failure,
                tokens,
                askedAt,
                finishedAt);
    }

    /** The same reply, ended. */
    public Reply finished(FinishReason reason, Optional<String> why, Optional<TokenCount> spent, Instant at) {
        return new Reply(
                id,
                session,
                thread,
                question,
                answer,
                ReplyStatus.FINISHED,
                attempts,
                end,
                stopRequested,
                Optional.of(reason),
                why,
                spent,
                askedAt,
                Optional.of(at));
    }
}
