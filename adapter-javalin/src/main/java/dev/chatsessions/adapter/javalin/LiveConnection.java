package dev.chatsessions.adapter.javalin;

import dev.chatsessions.Cursor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One open stream to one reader: a bounded queue that is written without blocking, one write at a time, by whoever has
 * something to say or by the container when the reader has room again. It does not know what carries it. Thread-safe.
 */
final class LiveConnection {

    /** Small enough that a slow but living reader is seen to take something. */
    private static final int SLICE = 16 * 1024;

    private final Carrier carrier;

    private final int mostBytes;

    private final int mostFrames;

    // Of as much room as one needs who only listens, of whom there may be thousands.
    private final Deque<byte[]> queue = new ArrayDeque<>(2);

    private List<Runnable> whenDrained = List.of();

    private List<Runnable> whenClosed = List.of();

    private int queuedBytes;

    /** How much of the queue's first frame is written already. */
    private int written;

    private boolean writing;

    private boolean ready;

    private boolean unflushed;

    private boolean gathering;

    /** Set once the last frame is queued, or it is ended without one. */
    private Optional<Ending> ending = Optional.empty();

    /** Told how much a reader missed who came back; by the first who knows. */
    private LongConsumer cameBack = missed -> {};

    private boolean closed;

    /** When the reader last took something, or else when there was something to take. */
    private long waitingSince = System.nanoTime();

    private long lastSent = System.nanoTime();

    /** When the stream ends, unless its reader has spoken; empty where it has, or need not. */
    private OptionalLong wordDue = OptionalLong.empty();

    LiveConnection(Carrier carrier, int mostBytes, int mostFrames) {
        this.carrier = carrier;
        this.mostBytes = mostBytes;
        this.mostFrames = mostFrames;
    }

    /** Its reader was here before; {@code missed} is told by how many events it has gone on since. */
    synchronized void cameBack(LongConsumer missed) {
        cameBack = missed;
    }

    /** By how many events it has gone on since its reader was here, if it was. */
    void missed(long events) {
        LongConsumer told;
        synchronized (this) {
            told = cameBack;
            cameBack = missed -> {};
        }
        told.accept(events);
    }

    /** Says what happened, and the place after it. */
    void tell(String place, Object json) {
        send(carrier.framing().event(place, Json.bytes(json)));
    }

    /** Says an event that others are told too. */
    void tell(Cursor place, RenderedEvents.Rendered event) {
        send(event.framed(carrier.framing(), place));
    }

    /** Says where to resume, without an event. */
    void tellPlace(String place) {
        send(carrier.framing().place(place));
    }

    /** Says the last thing, then ends the stream. */
    void tellLast(String place, Object json, Ending how) {
        end(how, carrier.framing().event(place, Json.bytes(json)));
    }

    /** What is sent within {@code telling} leaves together, or as much of it as may wait. Not within another such. */
    <T> T together(Supplier<T> telling) {
        gather(true);
        try {
            return telling.get();
        } finally {
            gather(false);
            write();
        }
    }

    private synchronized void gather(boolean now) {
        gathering = now;
    }

    /** Sends a frame after those before it; does nothing once the stream is ending. Never waits. */
    void send(byte[] frame) {
        synchronized (this) {
            if (isOver()) {
                return;
            }
            enqueue(frame);
        }
        write();
    }

    /** Sends the last frames, then ends the stream. */
    void end(Ending how, byte[]... frames) {
        synchronized (this) {
            if (isOver()) {
                return;
            }
            for (var frame : frames) {
                enqueue(frame);
            }
            if (how == Ending.MOVING) {
                enqueue(carrier.comeBack());
            }
            ending = Optional.of(how);
        }
        write();
    }

    /** Ends the stream now, whatever waits. */
    void fail(Ending how) {
        synchronized (this) {
            if (closed) {
                return;
            }
            ending = Optional.of(how);
        }
        if (close()) {
            carrier.cut(how);
        }
    }

    /** Ends the stream after so long, unless its reader has {@link #spoken} by then. */
    synchronized void awaitWord(Duration limit) {
        wordDue = OptionalLong.of(System.nanoTime() + limit.toNanos());
    }

    /** The reader said what it had to say first. */
    synchronized void spoken() {
        wordDue = OptionalLong.empty();
    }

    /** The reader is gone. */
    void gone() {
        close();
    }

    /** The reader takes something again. */
    void roomAgain() {
        synchronized (this) {
            ready = true;
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

    /** Why it is over, once it is. */
    synchronized Ending ending() {
        return ending.orElse(Ending.GONE);
    }

    synchronized boolean isOver() {
        return closed || ending.isPresent();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Runs {@code step} once when nothing waits any more; at once if so already. Not run if the stream ends before. */
    void whenDrained(Runnable step) {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (!queue.isEmpty()) {
                whenDrained = and(whenDrained, step);
                return;
            }
        }
        step.run();
    }

    /** Runs {@code step} once when the stream is over; at once if it is. */
    void whenClosed(Runnable step) {
        synchronized (this) {
            if (!closed) {
                whenClosed = and(whenClosed, step);
                return;
            }
        }
        step.run();
    }

    /** Keeps a silent stream alive, and breaks one whose reader has taken or said nothing for too long. */
    void tick(long now, Duration stall) {
        boolean stalled;
        boolean speechless;
        long silent;
        synchronized (this) {
            if (closed) {
                return;
            }
            stalled = !ready && now - waitingSince > stall.toNanos();
            speechless = wordDue.isPresent() && now - wordDue.getAsLong() > 0;
            silent = queue.isEmpty() ? now - lastSent : 0;
        }
        if (stalled) {
            fail(Ending.SLOW);
        } else if (speechless) {
            end(Ending.SPEECHLESS);
        } else {
            carrier.beat(now, silent);
        }
    }

    private void enqueue(byte[] frame) {
        if (frame.length == 0) {
            return;
        }
        if (ready) {
            waitingSince = System.nanoTime();
        }
        queue.add(frame);
        queuedBytes += frame.length;
    }

    private void write() {
        synchronized (this) {
            if (writing || !ready || closed || (gathering && !isFull())) {
                return;
            }
            writing = true;
        }
        try {
            var next = Step.AGAIN;
            while (next == Step.AGAIN) {
                next = isReady() ? writeNext() : Step.REST;
            }
            if (next == Step.OVER && close()) {
                carrier.end(ending.orElseThrow());
            }
        } catch (IOException | RuntimeException gone) {
            close();
        }
    }

    /** Asks the carrier, which calls {@link #roomAgain()} after a no, perhaps before we have heard it. */
    private boolean isReady() {
        synchronized (this) {
            ready = false;
        }
        var now = carrier.isReady();
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
                return ending.isPresent() && !closed ? Step.OVER : Step.REST;
            }
            from = written;
            length = frame == null ? 0 : sliceOf(frame, written);
            drained = advance(frame, length);
        }
        if (frame == null) {
            carrier.flush();
        } else {
            carrier.write(frame, from, length);
        }
        drained.forEach(Runnable::run);
        return Step.AGAIN;
    }

    /** How much to write at once; a character stays in one piece. */
    private static int sliceOf(byte[] frame, int from) {
        if (frame.length - from <= SLICE) {
            return frame.length - from;
        }
        var length = SLICE;
        while ((frame[from + length] & 0xC0) == 0x80) {
            length--;
        }
        return length;
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
        var steps = whenDrained;
        whenDrained = List.of();
        return steps;
    }

    private static List<Runnable> and(List<Runnable> steps, Runnable next) {
        return Stream.concat(steps.stream(), Stream.of(next)).toList();
    }

    /** Whether it was open until now. */
    private boolean close() {
        List<Runnable> steps;
        synchronized (this) {
            if (closed) {
                return false;
            }
            closed = true;
            writing = false;
            queue.clear();
            queuedBytes = 0;
            whenDrained = List.of();
            steps = whenClosed;
            whenClosed = List.of();
        }
        steps.forEach(Runnable::run);
        return true;
    }

    private enum Step {
        AGAIN,
        REST,
        OVER
    }
}
