package dev.chatsessions.core.reply;

import dev.chatsessions.Caller;
import dev.chatsessions.ReplyId;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.spi.Assistant;
import dev.chatsessions.spi.Observer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets the assistant of this process answer: claims replies as any producer does, up to so many at once, and gives them up
 * when told to stop or when the lease is lost. Thread-safe.
 */
public final class AssistantRunner implements AutoCloseable {

    static final Caller CALLER = new Caller.System("assistant");

    private static final int MOST_CLAIMED = 20;

    private final Claiming claiming;

    private final Answering answering;

    private final Executor executor;

    private final Observer observer;

    private final DeltaWriter writer;

    private final LeaseRenewal leases;

    private final Semaphore places;

    private final Map<ReplyId, AnswerBuffer> running = new ConcurrentHashMap<>();

    /** How often a look was wanted since the running one began; 0 while none runs. */
    private final AtomicInteger looksWanted = new AtomicInteger();

    /** Whether somebody looked for work while all places were taken. */
    private final AtomicBoolean lookMissed = new AtomicBoolean();

    private final Runnable onFirstUse;

    /** Whether nothing more may begin. */
    private volatile boolean draining;

    private volatile boolean closed;

    public AssistantRunner(
            Transactions transactions,
            Claiming claiming,
            ReplyEnding ending,
            ReplyWatch watch,
            ReplySettings settings,
            Assistant assistant,
            Executor executor,
            Observer observer,
            Runnable onFirstUse) {
        this.claiming = claiming;
        var replies = new ReplyWriting(transactions, ending, settings);
        this.answering = new Answering(transactions, replies, settings, assistant, observer, () -> closed);
        this.executor = executor;
        this.observer = observer;
        this.writer = new DeltaWriter(transactions, replies, observer);
        this.leases = new LeaseRenewal(transactions, replies, observer);
        this.places = new Semaphore(settings.maxAnswersAtOnce());
        this.onFirstUse = onFirstUse;
        watch.onWork(this::look);
        watch.onEnd(this::lose);
    }

    /** A place at the assistant, given back unless an answer took it. For one thread. */
    final class Place implements AutoCloseable {

        private boolean taken;

        Place(boolean taken) {
            this.taken = taken;
        }

        boolean isTaken() {
            return taken;
        }

        void answer(Claiming.Claimed claimed) {
            taken = false;
            start(claimed);
        }

        @Override
        public void close() {
            if (taken) {
                taken = false;
                giveBack(1);
            }
        }
    }

    /** Takes a place if there is one. */
    Place takePlace() {
        inUse();
        return new Place(!draining && places.tryAcquire());
    }

    /** No place, for whoever must not answer at once. */
    Place noPlace() {
        inUse();
        return new Place(false);
    }

    /** Has everything begin that replies need beside the calls. */
    void inUse() {
        onFirstUse.run();
    }

    /** Looks for work if it is the assistant's. */
    void lookFor(Answerer answerer) {
        if (answerer instanceof Answerer.Assistant) {
            look();
        }
    }

    /** Has somebody look for replies to claim, soon. Many calls are one look. */
    public void look() {
        if (!draining && looksWanted.getAndIncrement() == 0) {
            try {
                executor.execute(this::lookOn);
            } catch (RejectedExecutionException busy) {
                // The next sweep looks again.
                looksWanted.set(0);
            }
        }
    }

    private void lookOn() {
        int seen;
        do {
            seen = looksWanted.get();
            Quietly.run(observer, "assistant", this::claim);
        } while (!looksWanted.compareAndSet(seen, 0));
    }

    private void claim() {
        var free = takePlaces();
        try {
            if (free > 0 && !draining) {
                for (var claimed : claiming.claim(CALLER, new Answerer.Assistant(), free)) {
                    free--;
                    start(claimed);
                }
                if (free == 0) {
                    lookLater();
                }
            }
        } finally {
            giveBack(free);
        }
    }

    /** More may wait than there was room for: whoever gives a place back has them looked for. */
    private void lookLater() {
        lookMissed.set(true);
        // One may have been given back before anybody knew that it was missed.
        if (places.availablePermits() > 0 && lookMissed.compareAndSet(true, false)) {
            look();
        }
    }

    /** Places are taken before replies are claimed, so that no claimed reply ever waits for one. */
    private int takePlaces() {
        var taken = 0;
        while (taken < MOST_CLAIMED && places.tryAcquire()) {
            taken++;
        }
        if (taken == 0) {
            lookMissed.set(true);
            // One may have been given back before anybody knew that it was missed.
            if (places.tryAcquire()) {
                taken = 1;
            }
        }
        return taken;
    }

    private void giveBack(int count) {
        places.release(count);
        if (count > 0 && lookMissed.compareAndSet(true, false)) {
            look();
        }
    }

    /** Begins an answer; the place for it is taken. */
    private void start(Claiming.Claimed claimed) {
        var buffer = new AnswerBuffer(claimed.ticket(), writer::dirty);
        running.put(claimed.ticket().reply().id(), buffer);
        try {
            executor.execute(() -> run(buffer, claimed));
        } catch (RejectedExecutionException busy) {
            // Nobody holds it any more: the lease runs out and it is offered again.
            ended(buffer);
            Quietly.tell(observer, "assistant", busy);
        }
    }

    private void run(AnswerBuffer buffer, Claiming.Claimed claimed) {
        try {
            answering.answer(buffer, claimed);
        } catch (RuntimeException | Error failure) {
            Quietly.tell(observer, "assistant", failure);
        } finally {
            ended(buffer);
        }
    }

    private void ended(AnswerBuffer buffer) {
        synchronized (running) {
            running.remove(buffer.ticket().reply().id(), buffer);
            running.notifyAll();
        }
        giveBack(1);
    }

    /** Tells a running answer to stop, sooner than its next write would. */
    void stop(ReplyId reply) {
        var buffer = running.get(reply);
        if (buffer != null) {
            buffer.stop();
        }
    }

    /** Tells an answer whose reply was finished, by itself or by somebody else, that nothing more is kept. */
    private void lose(ReplyId reply) {
        var buffer = running.get(reply);
        if (buffer != null) {
            buffer.lose();
        }
    }

    /** Renews the leases of all running answers, whether or not they say anything. */
    public void renewLeases() {
        leases.renew(List.copyOf(running.values()));
    }

    /** Begins nothing more, and waits for what runs to end. Says whether it has. */
    public boolean drain(Duration limit) {
        draining = true;
        var until = System.nanoTime() + limit.toNanos();
        synchronized (running) {
            for (var left = limit.toNanos(); !running.isEmpty() && left > 0; left = until - System.nanoTime()) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(running, left);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return running.isEmpty();
    }

    /** Gives up what still runs: no other node has to wait for its leases to run out. */
    @Override
    public void close() {
        draining = true;
        closed = true;
        var given = List.copyOf(running.values());
        given.forEach(AnswerBuffer::lose);
        Quietly.run(
                observer,
                "leases",
                () -> given.forEach(
                        buffer -> Quietly.runEach(observer, "leases", () -> claiming.giveUp(buffer.ticket()))));
        writer.close();
    }
}
