package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open streams of a server: counted per caller, kept alive, closed when their credential is no longer good, and sent
 * away when the server goes. Starts no thread before the first stream. Thread-safe.
 */
final class LiveConnections {

    private static final Logger FAILURES = LoggerFactory.getLogger("dev.chatsessions.http");

    private static final Duration TICK = Duration.ofMillis(250);

    private static final int READERS = 4;

    private final HttpSettings settings;

    private final Callers callers;

    private final InstantSource clock;

    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();

    private final StreamPlaces places;

    private final ScheduledThreadPoolExecutor ticker = new ScheduledThreadPoolExecutor(2, named("ticker"));

    private final ThreadPoolExecutor readers = new ThreadPoolExecutor(
            READERS, READERS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named("reader"));

    private final AtomicBoolean ticking = new AtomicBoolean();

    private volatile boolean draining;

    LiveConnections(HttpSettings settings, Callers callers, InstantSource clock) {
        this.settings = settings;
        this.callers = callers;
        this.clock = clock;
        this.places = new StreamPlaces(settings);
        readers.allowCoreThreadTimeOut(true);
    }

    /** What may block for the sake of a stream runs here. */
    Executor executor() {
        return readers;
    }

    /** Answers the call with a stream; {@code begin} says what goes into it. A HEAD gets the head and no stream. */
    void open(Call call, BiFunction<LiveConnection, Executor, LiveSink> begin) {
        if (call.isHead()) {
            Sse.head(call.ctx().res());
            return;
        }
        requireRunning();
        places.take(call.caller().key());
        call.stream(whenOver -> start(call, begin, whenOver));
    }

    /** Refuses a call that could not get a stream, before anything is done for it. */
    void requireRoom(Call call) {
        requireRunning();
        places.require(call.caller().key());
    }

    boolean isDraining() {
        return draining;
    }

    int count() {
        return streams.size();
    }

    /** Takes no more streams, and ends each of the open ones with its place, at a moment of its own within {@code over}. */
    void drain(Duration over) {
        draining = true;
        for (var stream : streams) {
            if (over.isZero()) {
                sendAway(stream);
            } else {
                var moment = ThreadLocalRandom.current().nextLong(over.toNanos());
                ticker.schedule(() -> sendAway(stream), moment, TimeUnit.NANOSECONDS);
            }
        }
    }

    private void sendAway(Stream stream) {
        stream.connection().end(Sse.retry(settings.retry()));
    }

    /** Ends what {@link #drain} left, and the threads. */
    void close() {
        drain(Duration.ZERO);
        ticker.shutdownNow();
        readers.shutdown();
    }

    private void requireRunning() {
        if (draining) {
            throw new Unavailable("draining", "this server is going away; come back in a moment");
        }
    }

    private CompletableFuture<Void> start(
            Call call, BiFunction<LiveConnection, Executor, LiveSink> begin, Runnable whenOver) {
        var request = call.ctx().req();
        var response = call.ctx().res();
        var caller = call.caller().key();
        request.getAsyncContext().setTimeout(0);
        Sse.head(response);
        LiveConnection connection;
        try {
            var out = response.getOutputStream();
            connection = new LiveConnection(
                    out, () -> Transport.cut(request), settings.streamBytes(), settings.streamFrames());
            connection.send(Sse.retry(settings.retry()));
            var stream = new Stream(connection, call.visitor(), begin.apply(connection, readers));
            streams.add(stream);
            connection.whenClosed(() -> {
                streams.remove(stream);
                places.giveBack(caller);
                whenOver.run();
            });
            out.setWriteListener(connection);
            if (draining) {
                // It came too late to be among those that were sent away.
                sendAway(stream);
            }
        } catch (IOException | RuntimeException failed) {
            places.giveBack(caller);
            throw failed instanceof RuntimeException known ? known : new UncheckedIOException((IOException) failed);
        }
        if (ticking.compareAndSet(false, true)) {
            var rhythm = settings.recheck().toMillis();
            repeat(this::tick, TICK.toMillis());
            repeat(this::recheck, rhythm);
        }
        return connection.done();
    }

    /** A step that fails is not the last one. */
    private void repeat(Runnable step, long millis) {
        Runnable guarded = () -> {
            try {
                step.run();
            } catch (RuntimeException failed) {
                FAILURES.error("looking after the streams failed", failed);
            }
        };
        ticker.scheduleWithFixedDelay(guarded, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        var now = System.nanoTime();
        streams.forEach(stream -> stream.connection().tick(now, settings.heartbeat(), settings.stall()));
    }

    /** Asks once for each credential, however many streams it has open. */
    private void recheck() {
        var good = new HashMap<Object, Boolean>();
        for (var stream : streams) {
            try {
                var credential = stream.visitor().credential();
                if (!good.computeIfAbsent(credential, unused -> callers.isStillGood(stream.visitor()))) {
                    refuse(stream);
                }
            } catch (ChatSessionsException unknown) {
                return;
            }
        }
    }

    private void refuse(Stream stream) {
        var expired = stream.visitor()
                .identity()
                .flatMap(identity -> identity.expiresAt())
                .filter(end -> !end.isAfter(clock.instant()))
                .isPresent();
        if (expired) {
            stream.sink().refused("token-expired", "The token has expired.");
        } else {
            stream.sink().refused("token-revoked", "The token is no longer good.");
        }
    }

    private static ThreadFactory named(String role) {
        var number = new AtomicInteger();
        return step -> {
            var thread = new Thread(step, "chat-sessions-http-" + role + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private record Stream(LiveConnection connection, Visitor visitor, LiveSink sink) {}
}
