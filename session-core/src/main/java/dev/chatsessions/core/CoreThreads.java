package dev.chatsessions.core;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of the core: for answers unless the host brings an executor, and a few to tell listeners. Thread-safe. */
final class CoreThreads implements AutoCloseable {

    private static final int TELLING = 2;

    private final Optional<ThreadPoolExecutor> own;

    private final Executor answering;

    private final ThreadPoolExecutor telling;

    CoreThreads(Optional<Executor> host) {
        own = host.isPresent()
                ? Optional.empty()
                : Optional.of(new ThreadPoolExecutor(
                        0,
                        // The places at the assistant bound it; whoever gives his back is not free himself yet.
                        Integer.MAX_VALUE,
                        10,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        named("chat-sessions-answer-")));
        answering = host.orElseGet(own::orElseThrow);
        telling = new ThreadPoolExecutor(
                TELLING, TELLING, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named("chat-sessions-live-"));
        telling.allowCoreThreadTimeOut(true);
    }

    Executor answering() {
        return answering;
    }

    Executor telling() {
        return telling;
    }

    private static ThreadFactory named(String prefix) {
        var count = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** No new work; what runs may finish for a moment. Nothing is interrupted: some databases do not survive that. */
    @Override
    public void close() {
        telling.shutdown();
        own.ifPresent(ThreadPoolExecutor::shutdown);
        try {
            telling.awaitTermination(2, TimeUnit.SECONDS);
            if (own.isPresent()) {
                own.get().awaitTermination(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
