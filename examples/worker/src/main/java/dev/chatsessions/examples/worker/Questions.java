package dev.chatsessions.examples.worker;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * What this worker is answering: as many questions at the same time as it may. A question comes by the claim alone, and so to
 * one worker only. Thread-safe.
 */
final class Questions implements AutoCloseable {

    private static final Duration LEAVING = Duration.ofSeconds(5);

    private static final int MOST_IN_ONE_CLAIM = 100;

    private final ServerApi server;

    private final AgentSessions sessions;

    private final WorkerSettings settings;

    private final Executor threads;

    private final ExecutorService claims = Executors.newSingleThreadExecutor(WorkerThreads.named("worker-claims"));

    private final AtomicBoolean claimIsDue = new AtomicBoolean();

    private final Map<String, MessageProcessor> processors = new ConcurrentHashMap<>();

    private volatile boolean leaving;

    Questions(ServerApi server, AgentSessions sessions, WorkerSettings settings, Executor threads) {
        this.server = server;
        this.sessions = sessions;
        this.settings = settings;
        this.threads = threads;
    }

    /** There may be something to answer. */
    void claim() {
        if (!leaving && claimIsDue.compareAndSet(false, true)) {
            claims.execute(this::claimAll);
        }
    }

    private void claimAll() {
        claimIsDue.set(false);
        try {
            for (var free = free(); free > 0 && !leaving; free = free()) {
                var limit = Math.min(free, MOST_IN_ONE_CLAIM);
                var told = server.persistently(
                        () -> server.post("/worker/claim", ServerApi.fields().put("limit", limit)));
                var replies = told.body().path("replies");
                replies.forEach(ticket -> begin(Ticket.of(ticket)));
                if (replies.isEmpty()) {
                    return;
                }
            }
        } catch (Refused | Away later) {
            // The next command or beat claims again.
        }
    }

    private int free() {
        return settings.answersAtOnce() - processors.size();
    }

    private void begin(Ticket ticket) {
        var processor = new MessageProcessor(ticket, sessions, server, settings, threads);
        processors.put(ticket.reply(), processor);
        if (leaving) {
            processor.leave();
        }
        threads.execute(() -> {
            try {
                processor.run();
            } finally {
                processors.remove(ticket.reply(), processor);
                claim();
            }
        });
    }

    /** Who answers this, if it is being answered here. */
    Optional<MessageProcessor> about(String reply) {
        return Optional.ofNullable(processors.get(reply));
    }

    /** What was said to those who answer may have been missed. */
    void lookAgain() {
        processors.values().forEach(MessageProcessor::lookAgain);
    }

    /** Takes no more questions, and has those that are being answered left. */
    void leave() {
        leaving = true;
        processors.values().forEach(MessageProcessor::leave);
    }

    /** Waits until all are left, but not for long. */
    @Override
    public void close() {
        leave();
        var until = System.nanoTime() + LEAVING.toNanos();
        while (!processors.isEmpty() && System.nanoTime() < until) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        claims.shutdownNow();
    }
}
