package dev.chatsessions.core.reply;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.ReplyId;
import dev.chatsessions.core.reply.AnswerBuffer.Piece;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.reply.Progress;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.ReplyStore.LockedReply;
import dev.chatsessions.spi.SessionAccess;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Writes what all assistants of this process say, on one thread: while one transaction is in flight the next batch collects,
 * so that the number of commits does not grow with the number of answers and the first word waits for nothing. The thread
 * begins with the first piece and ends with {@link #close}. Thread-safe.
 */
final class DeltaWriter implements AutoCloseable {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private static final int LARGEST_BATCH = 256;

    /** So much text goes into a batch before it is full, in UTF-16 units. */
    private static final int MOST_UNITS = 1 << 17;

    private static final int SKIPS_BEFORE_ALONE = 3;

    private static final long RETRY_MILLIS = 100;

    private final Transactions.Bound transactions;

    private final ReplyWriting replies;

    private final Observer observer;

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();

    private final Set<AnswerBuffer> dirty = new LinkedHashSet<>();

    private Thread thread;

    private boolean closed;

    DeltaWriter(Transactions transactions, ReplyWriting replies, Observer observer) {
        this.transactions = transactions.own();
        this.replies = replies;
        this.observer = observer;
    }

    /** A piece and where it came from. */
    private record Taken(AnswerBuffer buffer, Piece piece) {}

    /**
     * What one transaction writes.
     *
     * @param unlocked what becomes of those that were not locked
     */
    private record Batch(List<AnswerBuffer> buffers, Locking locking, Consumer<AnswerBuffer> unlocked) {}

    @FunctionalInterface
    private interface Locking {
        List<LockedReply> lock(Writing writing, List<AnswerBuffer> buffers);
    }

    void dirty(AnswerBuffer buffer) {
        lock.lock();
        try {
            if (closed) {
                buffer.lose();
                return;
            }
            dirty.add(buffer);
            if (thread == null) {
                thread = new Thread(this::run, "chat-sessions-deltas");
                thread.setDaemon(true);
                thread.start();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (var batch = next(); !batch.isEmpty(); batch = next()) {
            write(batch);
        }
    }

    /** Waits for buffers with something to write; none when closed. */
    private List<AnswerBuffer> next() {
        lock.lock();
        try {
            while (dirty.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            if (closed) {
                dirty.forEach(AnswerBuffer::lose);
                dirty.clear();
                return List.of();
            }
            var batch = dirty.stream().limit(LARGEST_BATCH).toList();
            batch.forEach(dirty::remove);
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void write(List<AnswerBuffer> all) {
        var buffers = all.stream().filter(AnswerBuffer::hasMore).toList();
        if (!buffers.isEmpty()) {
            write(new Batch(buffers, DeltaWriter::lockFree, this::skipped));
        }
    }

    /** Waits for its session: it was skipped too often, or one of its batch failed. */
    private void alone(AnswerBuffer buffer) {
        write(new Batch(List.of(buffer), DeltaWriter::lockWaiting, AnswerBuffer::lose));
    }

    private void write(Batch batch) {
        var taken = new ArrayList<Taken>();
        try {
            transactions
                    .write(writing -> {
                        // This may be another run, and the one before was undone.
                        putBack(taken);
                        return written(writing, batch, taken);
                    })
                    .forEach(Runnable::run);
        } catch (RuntimeException | Error failure) {
            putBack(taken);
            failed(batch.buffers(), failure);
        }
    }

    private static void putBack(List<Taken> taken) {
        taken.forEach(one -> one.buffer().putBack(one.piece()));
        taken.clear();
    }

    private void failed(List<AnswerBuffer> buffers, Throwable failure) {
        Quietly.tell(observer, "deltas", failure);
        if (failure instanceof Unavailable) {
            pause();
            buffers.forEach(this::dirty);
        } else if (buffers.size() == 1) {
            buffers.get(0).lose();
        } else {
            buffers.forEach(this::alone);
        }
    }

    /**
     * Takes a piece of each only when its reply is locked: what is said until then goes with it, and what its answer has
     * taken back to end with is not written twice. Gives what is to be done once all of it is stored.
     */
    private List<Runnable> written(Writing writing, Batch batch, List<Taken> taken) {
        var locked = batch.locking().lock(writing, batch.buffers()).stream()
                .collect(Collectors.toMap(one -> one.stored().reply().id(), one -> one));
        var settled = new ArrayList<Runnable>();
        var units = 0;
        for (var buffer : batch.buffers()) {
            var held = locked.get(reply(buffer));
            if (held == null) {
                settled.add(() -> batch.unlocked().accept(buffer));
            } else if (units >= MOST_UNITS) {
                settled.add(() -> dirty(buffer));
            } else {
                var piece = buffer.take();
                units += piece.map(Piece::units).orElse(0);
                piece.map(present -> new Taken(buffer, present)).ifPresent(one -> {
                    taken.add(one);
                    settled.add(written(writing, held, one));
                });
            }
        }
        return settled;
    }

    private static ReplyId reply(AnswerBuffer buffer) {
        return buffer.ticket().reply().id();
    }

    /** Those whose sessions nobody holds. */
    private static List<LockedReply> lockFree(Writing writing, List<AnswerBuffer> buffers) {
        return writing.stores()
                .replies()
                .tryLockAll(ANY, buffers.stream().map(DeltaWriter::reply).toList());
    }

    private static List<LockedReply> lockWaiting(Writing writing, List<AnswerBuffer> buffers) {
        return buffers.stream()
                .flatMap(buffer -> writing.stores().replies().lock(ANY, reply(buffer)).stream())
                .toList();
    }

    private Runnable written(Writing writing, LockedReply locked, Taken taken) {
        try {
            var progress = progress(writing, locked, taken);
            return () -> taken.buffer().written(taken.piece(), progress);
        } catch (ChatSessionsException refused) {
            // Refusals come before the first write, so the rest of the batch is unharmed.
            return taken.buffer()::lose;
        }
    }

    private Progress progress(Writing writing, LockedReply locked, Taken taken) {
        var fence = taken.buffer().ticket().fence();
        var piece = taken.piece();
        if (piece.item() instanceof AnswerBuffer.Status status) {
            return replies.report(writing, locked, fence, status.status());
        }
        var text = ((AnswerBuffer.Words) piece.item()).text().toString();
        return replies.append(writing, locked, fence, piece.offset(), text);
    }

    /** Its session is held by somebody else, perhaps by its own end. */
    private void skipped(AnswerBuffer buffer) {
        if (buffer.skipped() < SKIPS_BEFORE_ALONE) {
            dirty(buffer);
        } else {
            alone(buffer);
        }
    }

    private void pause() {
        lock.lock();
        try {
            if (!closed) {
                changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
