package dev.chatsessions.core.reply;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.LogScope;
import dev.chatsessions.ReplyId;
import dev.chatsessions.Text;
import dev.chatsessions.core.session.Activity;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.reply.Chunk;
import dev.chatsessions.reply.Completion;
import dev.chatsessions.reply.Failure;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Progress;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.ReplyStore.LockedReply;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.thread.Message;
import java.util.List;
import java.util.Optional;

/** What a producer does to the reply that it holds. Every write shows the fence, under the session's lock. Thread-safe. */
final class ReplyWriting {

    private final Transactions transactions;

    private final ReplyEnding ending;

    private final ReplyHolding holding;

    private final ReplySettings settings;

    ReplyWriting(Transactions transactions, ReplyEnding ending, ReplySettings settings) {
        this.transactions = transactions;
        this.ending = ending;
        this.holding = new ReplyHolding(settings.lease());
        this.settings = settings;
    }

    Progress append(Caller caller, ReplyId id, Fence fence, TextOffset offset, String text) {
        var access = Access.toAnswer(caller);
        return transactions.write(
                access, writing -> append(writing, ReplyHolding.locked(writing, access, id), fence, offset, text));
    }

    /** Appends within a transaction that others' writes may share. Refuses before it writes anything. */
    Progress append(Writing writing, LockedReply locked, Fence fence, TextOffset offset, String text) {
        var reply = appended(writing, locked, fence, offset, text);
        return progress(holding.renewed(writing, locked.stored(), reply));
    }

    /** All of them, or none: a refusal undoes those before it. */
    Progress append(Caller caller, ReplyId id, Fence fence, List<Chunk> chunks) {
        var access = Access.toAnswer(caller);
        if (chunks.isEmpty() || chunks.size() > Chunk.MOST_AT_ONCE) {
            throw new Invalid("chunks", "must be 1 to " + Chunk.MOST_AT_ONCE);
        }
        return transactions.write(access, writing -> {
            var locked = ReplyHolding.locked(writing, access, id);
            var grown = locked;
            for (var chunk : chunks) {
                grown = grownTo(appended(writing, grown, fence, chunk.offset(), chunk.text()), locked);
            }
            return progress(
                    holding.renewed(writing, locked.stored(), grown.stored().reply()));
        });
    }

    private static LockedReply grownTo(Reply reply, LockedReply locked) {
        return new LockedReply(locked.locked(), locked.thread(), locked.stored().with(reply), locked.alone());
    }

    Progress report(Caller caller, ReplyId id, Fence fence, String status) {
        var access = Access.toAnswer(caller);
        return transactions.write(
                access, writing -> report(writing, ReplyHolding.locked(writing, access, id), fence, status));
    }

    /** Reports within a transaction that others' writes may share. */
    Progress report(Writing writing, LockedReply locked, Fence fence, String status) {
        Limits.name("status", status, 500);
        var stored = locked.stored();
        ReplyRules.requireHeld(stored, fence);
        writing.publish(new LogScope.OfSession(stored.reply().session()), ReplyEvents.reported(stored.reply(), status));
        return progress(holding.renewed(writing, stored, stored.reply()));
    }

    Progress heartbeat(Caller caller, ReplyId id, Fence fence) {
        var access = Access.toAnswer(caller);
        return transactions.write(
                access, writing -> heartbeat(writing, ReplyHolding.locked(writing, access, id), fence));
    }

    /** Renews the lease within a transaction that others' writes may share. */
    Progress heartbeat(Writing writing, LockedReply locked, Fence fence) {
        var stored = locked.stored();
        ReplyRules.requireHeld(stored, fence);
        return progress(holding.renewed(writing, stored, stored.reply()));
    }

    Reply complete(Caller caller, ReplyId id, Fence fence, Completion completion) {
        return complete(caller, id, fence, TextOffset.START, "", completion);
    }

    /** Completes with a last piece of text, in one transaction. An empty piece is none, whatever its offset. */
    Reply complete(Caller caller, ReplyId id, Fence fence, TextOffset offset, String lastText, Completion completion) {
        Limits.text("toolParts", completion.toolParts().toString());
        var end =
                new ReplyEnding.End(completion.reason(), Optional.empty(), completion.toolParts(), completion.tokens());
        return finish(caller, id, fence, offset, lastText, completion.content(), end);
    }

    Reply fail(Caller caller, ReplyId id, Fence fence, Failure failure) {
        return fail(caller, id, fence, TextOffset.START, "", failure);
    }

    /** Fails with a last piece of text, in one transaction. An empty piece is none, whatever its offset. */
    Reply fail(Caller caller, ReplyId id, Fence fence, TextOffset offset, String lastText, Failure failure) {
        Limits.name("reason", failure.reason(), 500);
        var end = new ReplyEnding.End(FinishReason.FAILED, Optional.of(failure.reason()), List.of(), failure.tokens());
        return finish(caller, id, fence, offset, lastText, Optional.empty(), end);
    }

    private Reply finish(
            Caller caller,
            ReplyId id,
            Fence fence,
            TextOffset offset,
            String lastText,
            Optional<String> content,
            ReplyEnding.End end) {
        var access = Access.toAnswer(caller);
        return transactions.write(access, writing -> {
            var locked = ReplyHolding.locked(writing, access, id);
            var stored = locked.stored();
            if (isRepeated(stored, fence, end.reason())) {
                content.ifPresent(said -> ReplyRules.requireContent(said, textOf(writing, stored.reply())));
                return stored.reply();
            }
            ReplyRules.requireHeld(stored, fence);
            var before = ReplyEnding.text(writing, stored);
            var written = lastText.isEmpty() ? stored.reply() : appended(writing, locked, fence, offset, lastText);
            var grown = !written.end().equals(stored.reply().end());
            var text = grown ? before + lastText : before;
            content.ifPresent(said -> ReplyRules.requireContent(said, text));
            Activity.in(writing, locked.locked().session());
            return ending.finish(writing, locked, written, text, end);
        });
    }

    private static String textOf(Writing writing, Reply finished) {
        return writing.stores()
                .messages()
                .find(new SessionAccess.Any(), finished.thread(), finished.answer())
                .map(Message::text)
                .orElse("");
    }

    private static boolean isRepeated(StoredReply stored, Fence fence, FinishReason reason) {
        var reply = stored.reply();
        return reply.status() == ReplyStatus.FINISHED
                && ReplyRules.isOf(stored, fence)
                && reply.finishReason().filter(reason::equals).isPresent();
    }

    /** The reply with this text in its log, itself still to be stored. */
    private Reply appended(Writing writing, LockedReply locked, Fence fence, TextOffset offset, String text) {
        if (text.isEmpty() || !Text.isStorable(text)) {
            throw new Invalid("text", "must not be empty and must not hold U+0000 or half of a surrogate pair");
        }
        var stored = locked.stored();
        var reply = stored.reply();
        ReplyRules.requireHeld(stored, fence);
        if (!ReplyRules.isNew(stored, offset, text)) {
            var deltas = writing.stores()
                    .events()
                    .deltas(new SessionAccess.Any(), reply.session(), reply.id(), stored.askedSequence());
            ReplyRules.requireSame(stored, deltas, offset, text);
            return reply;
        }
        ReplyRules.requireRoom(stored, text);
        writing.publish(new LogScope.OfSession(reply.session()), ReplyEvents.delta(reply, offset, text));
        keepUsed(writing, locked.locked().session());
        return reply.writtenTo(reply.end().plus(text.length()));
    }

    /** A long answer keeps its session from ageing, at the price of a write now and then. */
    private void keepUsed(Writing writing, Session session) {
        if (session.idleFor(writing.now()).compareTo(settings.activityEvery()) >= 0) {
            Activity.in(writing, session);
        }
    }

    private static Progress progress(StoredReply stored) {
        return new Progress(
                stored.reply().end(),
                stored.reply().stopRequested(),
                stored.leaseUntil().orElseThrow());
    }
}
