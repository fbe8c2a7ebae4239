package dev.chatsessions.adapter.javalin;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One open stream to one reader: a bounded queue that is written without blocking, one write at a time, by whoever has
 * something to say or by the container when the reader has room again. Thread-safe.
 */
final class LiveConnection implements WriteListener {

    /** Small enough that a slow but living reader is seen to take something. */
    private static final int SLICE = 16 * 1024;

    private final ServletOutputStream out;

    private final Runnable abort;

    private final int mostBytes;

    private final int mostFrames;

    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private final Deque<byte[]> queue = new ArrayDeque<>();

    private final List<Runnable> whenDrained = new ArrayList<>();

    private final List<Runnable> whenClosed = new ArrayList<>();

    private int queuedBytes;

    /** How much of the queue's first frame is written already. */
    private int written;

    private boolean writing;

    private boolean ready;

    private boolean unflushed;

    private boolean ending;

    private boolean closed;

    /** When the reader last took something, or else when there was something to take. */
    private long waitingSince = System.nanoTime();

    private long lastSent = System.nanoTime();

    /**
     * @param abort breaks the connection without waiting for the reader
     */
    LiveConnection(ServletOutputStream out, Runnable abort, int mostBytes, int mostFrames) {
        this.out = out;
        this.abort = abort;
        this.mostBytes = mostBytes;
        this.mostFrames = mostFrames;
    }

    /**
     * Complete when the exchange may be completed: after the last frame, or when the container says that the reader is gone.
     * Only the container knows when that is safe, so a write that fails or is cut waits for its word.
     */
    CompletableFuture<Void> done() {
        return done;
    }

    /** Sends a frame after those before it; does nothing once the stream is ending. Never waits. */
    void send(byte[] frame) {
        synchronized (this) {
            if (closed || ending) {
                return;
            }
            enqueue(frame);
        }
        write();
    }

    /** Sends the last frames, then ends the stream. */
    void end(byte[]... frames) {
        synchronized (this) {
            if (closed || ending) {
                return;
            }
            for (var frame : frames) {
                enqueue(frame);
            }
            ending = true;
        }
        write();
    }

    /** Whether as much waits as may; a frame that finds nothing waiting is let through whatever its size. */
    synchronized boolean isFull() {
        return !queue.isEmpty() && (queue.size() >= mostFrames || waitingBytes() >= mostBytes);
    }

    /** How much the reader has not taken yet, what the container holds for it aside. */
    synchronized int waitingBytes() {
        return queuedBytes - written;
    }

    synchronized boolean isOver() {
        return closed || ending;
    }

    /** Runs {@code step} once when nothing waits any more; at once if so already. Not run if the stream ends before. */
    void whenDrained(Runnable step) {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (!queue.isEmpty()) {
                whenDrained.add(step);
                return;
            }
        }
        step.run();
    }

    /** Runs {@code step} once when the stream is over; at once if it is. */
    void whenClosed(Runnable step) {
        synchronized (this) {
            if (!closed) {
                whenClosed.add(step);
                return;
            }
        }
        step.run();
    }

    /** Keeps a silent stream alive, and breaks one whose reader has taken nothing for too long. */
    void tick(long now, Duration heartbeat, Duration stall) {
        boolean silent;
        synchronized (this) {
            if (closed) {
                return;
            }
            var stalled = !ready && now - waitingSince > stall.toNanos();
            silent = !stalled && queue.isEmpty() && now - lastSent > heartbeat.toNanos();
            if (!stalled && !silent) {
                return;
            }
        }
        if (silent) {
            send(Sse.HEARTBEAT);
        } else {
            close();
            abort.run();
        }
    }

    @Override
    public void onWritePossible() {
        synchronized (this) {
            ready = true;
        }
        write();
    }

    @Override
    public void onError(Throwable gone) {
        close();
        done.complete(null);
    }

    private void enqueue(byte[] frame) {
        if (ready) {
            waitingSince = System.nanoTime();
        }
        queue.add(frame);
        queuedBytes += frame.length;
    }

    private void write() {
        synchronized (this) {
            if (writing || !ready || closed) {
                return;
            }
            writing = true;
        }
        try {
            var next = Step.AGAIN;
            while (next == Step.AGAIN) {
                next = isReady() ? writeNext() : Step.REST;
            }
            if (next == Step.OVER) {
                close();
                done.complete(null);
            }
        } catch (IOException | RuntimeException gone) {
            close();
        }
    }

    /** Asks the container, which calls {@link #onWritePossible()} after a no, perhaps before we have heard it. */
    private boolean isReady() {
        synchronized (this) {
            ready = false;
        }
        var now = out.isReady();
        synchronized (this) {
            ready |= now;
            writing = ready;
            return ready;
        }
    }

    /** Writes a slice, or flushes when there is none. */
    private Step writeNext() throws IOException {
        byte[] frame;
        int from;
        int length;
        List<Runnable> drained;
        synchronized (this) {
            waitingSince = System.nanoTime();
            frame = queue.peek();
            if (closed || (frame == null && !unflushed)) {
                writing = false;
                return ending && !closed ? Step.OVER : Step.REST;
            }
            from = written;
            length = frame == null ? 0 : Math.min(SLICE, frame.length - written);
            drained = advance(frame, length);
        }
        if (frame == null) {
            out.flush();
        } else {
            out.write(frame, from, length);
        }
        drained.forEach(Runnable::run);
        return Step.AGAIN;
    }

    /** Counts what is about to be written; gives the steps that waited for the end of the queue. */
    private List<Runnable> advance(byte[] frame, int length) {
        unflushed = frame != null;
        lastSent = waitingSince;
        if (frame == null) {
            return List.of();
        }
        written += length;
        if (written == frame.length) {
            queue.remove();
            queuedBytes -= frame.length;
            written = 0;
        }
        if (!queue.isEmpty()) {
            return List.of();
        }
        var steps = List.copyOf(whenDrained);
        whenDrained.clear();
        return steps;
    }

    private void close() {
        List<Runnable> steps;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            writing = false;
            queue.clear();
            queuedBytes = 0;
            whenDrained.clear();
            steps = List.copyOf(whenClosed);
            whenClosed.clear();
        }
        steps.forEach(Runnable::run);
    }

    private enum Step {
        AGAIN,
        REST,
        OVER
    }
}
