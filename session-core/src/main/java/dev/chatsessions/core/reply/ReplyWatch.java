package dev.chatsessions.core.reply;

import dev.chatsessions.ReplyId;
import dev.chatsessions.reply.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Who in this process waits for which reply, and who wants to know of new work. What other nodes do reaches the waiting by
 * looking again. Thread-safe.
 */
public final class ReplyWatch {

    private final Map<ReplyId, Set<CompletableFuture<Reply>>> waiting = new ConcurrentHashMap<>();

    private volatile Runnable onWork = () -> {};

    private volatile Consumer<ReplyId> onEnd = reply -> {};

    /** Calls {@code task} when replies may wait to be claimed. */
    void onWork(Runnable task) {
        onWork = task;
    }

    /** Calls {@code listener} when a reply is finished, whoever finished it. */
    void onEnd(Consumer<ReplyId> listener) {
        onEnd = listener;
    }

    void queued() {
        onWork.run();
    }

    void finished(Reply reply) {
        onEnd.accept(reply.id());
        for (var future : waiting.getOrDefault(reply.id(), Set.of())) {
            future.complete(reply);
        }
        onWork.run();
    }

    /** Registers interest before looking at the store, so that an end in between is not missed. */
    CompletableFuture<Reply> interest(ReplyId reply) {
        var future = new CompletableFuture<Reply>();
        waiting.compute(reply, (id, others) -> {
            var all = others == null ? ConcurrentHashMap.<CompletableFuture<Reply>>newKeySet() : others;
            all.add(future);
            return all;
        });
        return future;
    }

    void forget(ReplyId reply, CompletableFuture<Reply> future) {
        waiting.computeIfPresent(reply, (id, all) -> {
            all.remove(future);
            return all.isEmpty() ? null : all;
        });
    }

    /** Waits for the end told here; empty when {@code limit} passed first. */
    static Optional<Reply> await(CompletableFuture<Reply> future, Duration limit) throws InterruptedException {
        try {
            return Optional.of(future.get(Math.max(1, limit.toNanos()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException notYet) {
            return Optional.empty();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a reply's end is never exceptional", impossible);
        }
    }
}
