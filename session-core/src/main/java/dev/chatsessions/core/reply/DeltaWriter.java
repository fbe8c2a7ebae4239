package dev.chatsessions.core.reply;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.ReplyId;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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

    private final Transactions transactions;

    private final ReplyWriting replies;

    private final Observer observer;

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();

    private final Set<AnswerBuffer> dirty = new LinkedHashSet<>();

    private Thread thread;

    private boolean closed;

    DeltaWriter(Transactions transactions, ReplyWriting replies, Observer observer) {
        this.transactions = transactions;
        this.replies = replies;
        this.observer = observer;
    }

    /** A piece and where it came from. */
    private record Taken(AnswerBuffer buffer, AnswerBuffer.Piece piece) {

        ReplyId reply() {
            return buffer.ticket().reply().id();
        }
    }

    /** What became of a piece: written, lost to another producer, or skipped because its session was held. */
    private record Outcome(Taken taken, Optional<Progress> progress, boolean lost) {}

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

    private void write(List<AnswerBuffer> buffers) {
        var taken = taken(buffers);
        try {
            if (!taken.isEmpty()) {
                transactions.write(writing -> write(writing, taken)).forEach(this::settle);
            }
        } catch (RuntimeException | Error failure) {
            failed(taken, failure);
        }
    }

    /** A piece of each, until they are much; whoever comes later waits for the next batch. */
    private List<Taken> taken(List<AnswerBuffer> buffers) {
        var taken = new ArrayList<Taken>();
        var units = 0;
        for (var buffer : buffers) {
            if (units >= MOST_UNITS) {
                dirty(buffer);
                continue;
            }
            var piece = buffer.take();
            piece.ifPresent(present -> taken.add(new Taken(buffer, present)));
            units += piece.map(AnswerBuffer.Piece::units).orElse(0);
        }
        return taken;
    }

    private void failed(List<Taken> taken, Throwable failure) {
        Quietly.tell(observer, "deltas", failure);
        if (failure instanceof Unavailable) {
            taken.forEach(piece -> piece.buffer().putBack(piece.piece()));
            pause();
            taken.forEach(piece -> dirty(piece.buffer()));
        } else if (taken.size() == 1) {
            taken.get(0).buffer().lose();
        } else {
            taken.forEach(this::alone);
        }
    }

    /** Written by itself, waiting for its session: it was skipped too often, or one of its batch failed. */
    private void alone(Taken taken) {
        try {
            settle(transactions.write(writing -> writing.stores()
                    .replies()
                    .lock(ANY, taken.reply())
                    .map(locked -> write(writing, locked, taken))
                    .orElseGet(() -> new Outcome(taken, Optional.empty(), true))));
        } catch (RuntimeException | Error failure) {
            failed(List.of(taken), failure);
        }
    }

    private List<Outcome> write(Writing writing, List<Taken> batch) {
        var replies = batch.stream().map(Taken::reply).toList();
        var locked = writing.stores().replies().tryLockAll(ANY, replies).stream()
                .collect(Collectors.toMap(one -> one.stored().reply().id(), one -> one));
        return batch.stream()
                .map(taken -> Optional.ofNullable(locked.get(taken.reply()))
                        .map(held -> write(writing, held, taken))
                        .orElseGet(() -> new Outcome(taken, Optional.empty(), false)))
                .toList();
    }

    private Outcome write(Writing writing, LockedReply locked, Taken taken) {
        try {
            return new Outcome(taken, Optional.of(written(writing, locked, taken)), false);
        } catch (ChatSessionsException refused) {
            // Refusals come before the first write, so the rest of the batch is unharmed.
            return new Outcome(taken, Optional.empty(), true);
        }
    }

    private Progress written(Writing writing, LockedReply locked, Taken taken) {
        var fence = taken.buffer().ticket().fence();
        var piece = taken.piece();
        if (piece.item() instanceof AnswerBuffer.Status status) {
            return replies.report(writing, locked, fence, status.status());
        }
        var text = ((AnswerBuffer.Words) piece.item()).text().toString();
        return replies.append(writing, locked, fence, piece.offset(), text);
    }

    private void settle(Outcome outcome) {
        var buffer = outcome.taken().buffer();
        var piece = outcome.taken().piece();
        if (outcome.progress().isPresent()) {
            buffer.written(piece, outcome.progress().get());
        } else if (outcome.lost()) {
            buffer.lose();
        } else if (buffer.putBack(piece) < SKIPS_BEFORE_ALONE) {
            dirty(buffer);
        } else {
            buffer.take().ifPresent(again -> alone(new Taken(buffer, again)));
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
