package dev.chatsessions.core.reply;

import dev.chatsessions.ReplyId;
import dev.chatsessions.reply.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
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

    /**
     * A reply's end.
     *
     * @param text of its message, where whoever ended it knew
     */
    record Ended(Reply reply, Optional<String> text) {}

    private final Map<ReplyId, Set<CompletableFuture<Ended>>> waiting = new ConcurrentHashMap<>();

    private volatile Runnable onWork = () -> {};

    private volatile Consumer<ReplyId> onEnd = reply -> {};

    private volatile boolean letGo;

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

    void finished(Reply reply, Optional<String> text) {
        onEnd.accept(reply.id());
        for (var future : waiting.getOrDefault(reply.id(), Set.of())) {
            future.complete(new Ended(reply, text));
        }
    }

    /** Keeps nobody waiting any longer: this process leaves. */
    public void letGo() {
        letGo = true;
        waiting.values().forEach(futures -> futures.forEach(future -> future.cancel(false)));
    }

    /** Whether there is no more waiting here; asked after interest was registered. */
    boolean isLetGo() {
        return letGo;
    }

    /** Registers interest before looking at the store, so that an end in between is not missed. */
    CompletableFuture<Ended> interest(ReplyId reply) {
        var future = new CompletableFuture<Ended>();
        waiting.compute(reply, (id, others) -> {
            var all = others == null ? ConcurrentHashMap.<CompletableFuture<Ended>>newKeySet() : others;
            all.add(future);
            return all;
        });
        return future;
    }

    void forget(ReplyId reply, CompletableFuture<Ended> future) {
        waiting.computeIfPresent(reply, (id, all) -> {
            all.remove(future);
            return all.isEmpty() ? null : all;
        });
    }

    /** Waits for the end told here; empty when {@code limit} passed first, or who waits is let go. */
    static Optional<Ended> await(CompletableFuture<Ended> future, Duration limit) throws InterruptedException {
        try {
            return Optional.of(future.get(Math.max(1, limit.toNanos()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException | CancellationException notYet) {
            return Optional.empty();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a reply's end is never exceptional", impossible);
        }
    }
}
