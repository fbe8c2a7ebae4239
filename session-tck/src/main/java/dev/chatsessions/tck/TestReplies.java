package dev.chatsessions.tck;

import dev.chatsessions.MessageId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.thread.ChatThread;
import java.time.Instant;
import java.util.Optional;

/** Replies that are not kept yet, and what becomes of them. */
record TestReplies(TestIds ids) {

    static final TokenCount TOKENS = new TokenCount(120, 45, 17, 5, "model-x", false);

    StoredReply queued(ChatThread thread) {
        return queued(ids.reply(), thread, TestTimes.at(5));
    }

    StoredReply queuedAt(Instant askedAt, ChatThread thread) {
        return queued(ids.reply(), thread, askedAt);
    }

    StoredReply queued(ReplyId id, ChatThread thread, Instant askedAt) {
        var reply = new Reply(
                id,
                thread.session(),
                thread.id(),
                new MessageId(ids.next()),
                new MessageId(ids.next()),
                ReplyStatus.QUEUED,
                0,
                TextOffset.START,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                askedAt,
                Optional.empty());
        return new StoredReply(reply, Optional.empty(), Optional.empty(), Optional.empty(), 0, false, 1);
    }

    /** The same reply, asked by another event of its session's log. */
    static StoredReply askedAs(long sequence, StoredReply queued) {
        return new StoredReply(
                queued.reply(),
                queued.fence(),
                queued.leaseUntil(),
                queued.claimedBy(),
                sequence,
                queued.trimmed(),
                queued.revision());
    }

    static StoredReply running(StoredReply queued) {
        return runningUntil(TestTimes.at(20), queued);
    }

    static StoredReply runningUntil(Instant leaseUntil, StoredReply queued) {
        return queued.claimedBy("node-1", new Fence(1), leaseUntil);
    }

    static StoredReply finished(StoredReply running) {
        return finishedAt(TestTimes.at(8), running);
    }

    static StoredReply finishedAt(Instant at, StoredReply running) {
        return running.released(
                running.reply().finished(FinishReason.COMPLETE, Optional.empty(), Optional.of(TOKENS), at));
    }
}
