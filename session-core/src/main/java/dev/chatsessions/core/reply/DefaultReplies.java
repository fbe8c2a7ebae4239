package dev.chatsessions.core.reply;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.LogScope;
import dev.chatsessions.ReplyId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.core.reply.ReplyWatch.Ended;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Commands;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.reply.Answer;
import dev.chatsessions.reply.Chunk;
import dev.chatsessions.reply.Completion;
import dev.chatsessions.reply.Failure;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Progress;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.Replies;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.reply.ReplyTicket;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.thread.Message;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Questions and their answers. Thread-safe. */
public final class DefaultReplies implements Replies {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Transactions transactions;

    private final ReplyEnding ending;

    private final Commands commands;

    private final Claiming claiming;

    private final ReplyWatch watch;

    private final AssistantRunner assistant;

    private final boolean alone;

    private final Asking asking;

    private final ReplyWriting writing;

    /**
     * @param alone whether each call is a transaction of its own; within a host's, which may yet be rolled back, nothing
     *     is claimed or waited for
     */
    public DefaultReplies(
            Transactions transactions,
            IdSource ids,
            ReplySettings settings,
            ReplyEnding ending,
            Reserving reserving,
            Commands commands,
            Claiming claiming,
            ReplyWatch watch,
            AssistantRunner assistant,
            boolean alone) {
        this.transactions = transactions;
        this.ending = ending;
        this.commands = commands;
        this.claiming = claiming;
        this.watch = watch;
        this.assistant = assistant;
        this.alone = alone;
        Supplier<AssistantRunner.Place> places = alone ? assistant::takePlace : assistant::noPlace;
        this.asking = new Asking(transactions, ids, ending, reserving, commands, settings, claiming, assistant, places);
        this.writing = new ReplyWriting(transactions, ending, settings);
    }

    @Override
    public Reply ask(Caller caller, ThreadId thread, Question question, RequestKey requestKey) {
        return asking.ask(caller, thread, question, requestKey, asking.newIds());
    }

    @Override
    public Answer answer(Caller caller, ThreadId thread, Question question, RequestKey requestKey, Duration limit) {
        requireAlone("waited for");
        var access = Access.toRead(caller);
        var end = System.nanoTime() + limit.toNanos();
        var newIds = asking.newIds();
        var future = watch.interest(newIds.reply());
        try {
            var asked = asking.ask(caller, thread, question, requestKey, newIds);
            var ended = asked.id().equals(newIds.reply())
                    ? awaited(caller, asked, future, end)
                    : new Ended(await(caller, asked.id(), left(end)), Optional.empty());
            return new Answer(ended.reply(), ended.text().orElseGet(() -> text(access, ended.reply())));
        } finally {
            watch.forget(newIds.reply(), future);
        }
    }

    private String text(SessionAccess access, Reply reply) {
        if (reply.status().isOpen()) {
            return "";
        }
        return transactions.glance(
                access,
                stores -> stores.messages()
                        .find(access, reply.thread(), reply.answer())
                        .map(Message::text)
                        .orElse(""));
    }

    @Override
    public Reply find(Caller caller, ReplyId reply) {
        var access = Access.toSee(caller);
        return transactions.glance(
                access,
                stores -> stores.replies()
                        .find(access, reply)
                        .orElseThrow(() -> Access.missing(reply))
                        .reply());
    }

    @Override
    public List<Reply> open(Caller caller, ThreadId thread) {
        var access = Access.toSee(caller);
        return transactions.read(access, stores -> {
            if (stores.threads().find(access, thread).isEmpty()) {
                throw Access.missing(stores, access, thread);
            }
            return stores.replies().open(access, thread).stream()
                    .map(StoredReply::reply)
                    .toList();
        });
    }

    @Override
    public Reply await(Caller caller, ReplyId reply, Duration limit) {
        requireAlone("waited for");
        var end = System.nanoTime() + limit.toNanos();
        var future = watch.interest(reply);
        try {
            return awaited(caller, find(caller, reply), future, end).reply();
        } finally {
            watch.forget(reply, future);
        }
    }

    /** Waits to be told of the end here, and looks now and then, because it may come elsewhere. */
    private Ended awaited(Caller caller, Reply asked, CompletableFuture<Ended> future, long end) {
        var now = new Ended(asked, Optional.empty());
        try {
            while (now.reply().status().isOpen()
                    && !watch.isLetGo()
                    && !left(end).isZero()) {
                var left = left(end);
                now = ReplyWatch.await(future, left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN)
                        .orElseGet(() -> new Ended(find(caller, asked.id()), Optional.empty()));
            }
            return now;
        } catch (InterruptedException interrupted) {
            return new Ended(findThenInterrupt(caller, asked.id()), Optional.empty());
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** Reads before the thread is interrupted again: some databases do not survive a read on an interrupted thread. */
    private Reply findThenInterrupt(Caller caller, ReplyId reply) {
        try {
            return find(caller, reply);
        } finally {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Reply stop(Caller caller, ReplyId id) {
        var access = Access.toStop(caller);
        return transactions.write(access, work -> {
            var locked = work.stores().replies().lock(access, id).orElseThrow(() -> Access.missing(id));
            var stored = locked.stored();
            var reply = stored.reply();
            if (reply.status() == ReplyStatus.FINISHED || reply.stopRequested()) {
                return reply;
            }
            if (reply.status() == ReplyStatus.QUEUED) {
                var end = ReplyEnding.End.of(FinishReason.STOPPED);
                return ending.finish(work, locked.locked().session(), locked.thread(), stored, end)
                        .reply();
            }
            var stopping = stored.with(reply.stopping());
            work.stores().replies().change(stopping);
            work.wake(new LogScope.OfSession(reply.session()));
            commands.stopping(work, locked.locked().session(), reply);
            work.afterwards(() -> assistant.stop(id));
            return stopping.reply();
        });
    }

    @Override
    public List<ReplyTicket> claim(Caller caller, int limit) {
        requireAlone("claimed");
        if (limit < 1 || limit > 100) {
            throw new Invalid("limit", "must be 1 to 100");
        }
        assistant.inUse();
        return claiming.claim(caller, answererOf(caller), limit).stream()
                .map(Claiming.Claimed::ticket)
                .toList();
    }

    @Override
    public Progress append(Caller caller, ReplyId reply, Fence fence, TextOffset offset, String text) {
        return writing.append(caller, reply, fence, offset, text);
    }

    @Override
    public Progress append(Caller caller, ReplyId reply, Fence fence, List<Chunk> chunks) {
        return writing.append(caller, reply, fence, chunks);
    }

    @Override
    public Progress report(Caller caller, ReplyId reply, Fence fence, String status) {
        return writing.report(caller, reply, fence, status);
    }

    @Override
    public Progress heartbeat(Caller caller, ReplyId reply, Fence fence) {
        return writing.heartbeat(caller, reply, fence);
    }

    @Override
    public Reply complete(Caller caller, ReplyId reply, Fence fence, Completion completion) {
        return writing.complete(caller, reply, fence, completion);
    }

    @Override
    public Reply fail(Caller caller, ReplyId reply, Fence fence, Failure failure) {
        return writing.fail(caller, reply, fence, failure);
    }

    private static Answerer answererOf(Caller caller) {
        if (caller instanceof Caller.Worker worker) {
            return new Answerer.Worker(worker.id());
        }
        if (caller instanceof Caller.System) {
            return new Answerer.Assistant();
        }
        throw new Forbidden("only an answerer may claim or write replies");
    }

    private void requireAlone(String what) {
        if (!alone) {
            throw new IllegalStateException("within a host's transaction nothing is " + what);
        }
    }
}
