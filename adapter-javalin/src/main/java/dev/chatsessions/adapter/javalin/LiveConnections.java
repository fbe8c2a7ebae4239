package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.ChatSessionsException.Unavailable;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open streams of a server: counted per caller, kept alive, closed when their credential is no longer good, and sent
 * away when the server goes. Starts no thread before the first stream. Thread-safe.
 */
final class LiveConnections {

    private static final Logger FAILURES = LoggerFactory.getLogger("dev.chatsessions.http");

    private static final Duration TICK = Duration.ofMillis(250);

    /** How long a WebSocket's client has to answer our goodbye, which it may be too slow ever to hear. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration FOREVER = Duration.ofDays(36_500);

    private static final int READERS = 4;

    private final HttpSettings settings;

    private final Callers callers;

    private final InstantSource clock;

    private final HttpObserver observer;

    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();

    private final StreamPlaces places;

    private final ScheduledThreadPoolExecutor ticker = new ScheduledThreadPoolExecutor(2, named("ticker"));

    private final ThreadPoolExecutor readers = new ThreadPoolExecutor(
            READERS, READERS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named("reader"));

    private final AtomicBoolean ticking = new AtomicBoolean();

    private volatile boolean draining;

    LiveConnections(HttpSettings settings, Callers callers, InstantSource clock, HttpObserver observer) {
        this.settings = settings;
        this.callers = callers;
        this.clock = clock;
        this.observer = observer;
        this.places = new StreamPlaces(settings);
        readers.allowCoreThreadTimeOut(true);
    }

    /** What may block for the sake of a stream runs here. */
    Executor executor() {
        return readers;
    }

    /** Answers the call with a stream; {@code begin} says what goes into it. A HEAD gets the head and no stream. */
    void open(Call call, BiFunction<LiveConnection, Executor, LiveSink> begin) {
        open(call, Framing.EVENT_STREAM, begin, Handshake.plain());
    }

    /** As above, with frames of that look. */
    void open(Call call, Framing framing, BiFunction<LiveConnection, Executor, LiveSink> begin) {
        open(call, framing, begin, Handshake.plain());
    }

    /** As above; on a WebSocket, what its client says is for the handshake's {@code inbound}. */
    void open(Call call, BiFunction<LiveConnection, Executor, LiveSink> begin, Handshake handshake) {
        open(call, Framing.EVENT_STREAM, begin, handshake);
    }

    private void open(
            Call call, Framing framing, BiFunction<LiveConnection, Executor, LiveSink> begin, Handshake handshake) {
        if (call.isHead()) {
            Sse.head(call.ctx().res());
            return;
        }
        requireRunning();
        var visitor = call.visitor();
        var cameBack = Resume.isBroughtBy(call);
        places.take(visitor.caller().key());
        if (!call.isSocket()) {
            var over = call.whenOver(HttpStatus.OK_200);
            call.goesOn(() -> answer(call, framing, back(cameBack, begin), over));
            return;
        }
        var over = call.whenOver(HttpStatus.SWITCHING_PROTOCOLS_101);
        try {
            upgrade(call, handshake, carrier -> carry(carrier, visitor, back(cameBack, begin), over));
        } catch (RuntimeException failed) {
            places.giveBack(visitor.caller().key());
            throw failed;
        }
    }

    private BiFunction<LiveConnection, Executor, LiveSink> back(
            boolean cameBack, BiFunction<LiveConnection, Executor, LiveSink> begin) {
        return cameBack
                ? (connection, executor) -> {
                    connection.cameBack(observer::resumed);
                    return begin.apply(connection, executor);
                }
                : begin;
    }

    /** Tells a client without a good credential so, on a WebSocket that is closed at once. */
    void refuse(Call call, Unauthenticated failure) {
        refuse(call, failure, Ending.UNWELCOME, Handshake.plain());
    }

    /** Tells a client why it cannot be let in, on a WebSocket that is closed at once. */
    void refuse(Call call, ChatSessionsException failure, Ending how, Handshake handshake) {
        var over = call.whenOver(Problem.of(failure).status());
        upgrade(call, handshake, carrier -> {
            var connection = new LiveConnection(carrier, settings.streamBytes(), settings.streamFrames());
            connection.whenClosed(() -> {
                observer.streamEnded(true, connection.ending().word());
                over.run();
            });
            carrier.carry(connection);
            var error = Json.object().put("type", "error").put("code", failure.code());
            connection.end(how, Json.bytes(handshake.inbound().signed(error.put("content", failure.getMessage()))));
            return connection;
        });
    }

    private void upgrade(Call call, Handshake handshake, Function<Carrier, LiveConnection> stream) {
        var socket = new Socket(
                session -> new SocketCarrier(session, settings.heartbeat(), settings.pong(), this::afterGrace),
                stream,
                handshake.inbound());
        Upgrade.accept(call.ctx(), socket, handshake.protocol());
        call.goesOn();
    }

    Instant now() {
        return clock.instant();
    }

    /** How long a client may say nothing that has to speak first. */
    Duration firstFrame() {
        return settings.firstFrame();
    }

    /** Refuses a call that could not get a stream, before anything is done for it. */
    void requireRoom(Call call) {
        requireRunning();
        places.require(call.caller().key());
    }

    /** The same before it is known who calls. */
    void requireRoom() {
        requireRunning();
        places.require();
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
        stream.connection.end(Ending.MOVING);
    }

    /** Ends what {@link #drain} left, and the threads. */
    void close() {
        drain(Duration.ZERO);
        ticker.shutdownNow();
        readers.shutdown();
    }

    void requireRunning() {
        if (draining) {
            throw new Unavailable("draining", "this server is going away; come back in a moment");
        }
    }

    private CompletableFuture<Void> answer(
            Call call, Framing framing, BiFunction<LiveConnection, Executor, LiveSink> begin, Runnable over) {
        var request = call.ctx().req();
        var response = call.ctx().res();
        request.getAsyncContext().setTimeout(0);
        Sse.head(response);
        try {
            var carrier = new SseCarrier(
                    response.getOutputStream(),
                    Transport.of(request),
                    framing,
                    settings.heartbeat(),
                    settings.retry(),
                    age(call));
            carry(carrier, call.visitor(), begin, over);
            return carrier.done();
        } catch (IOException failed) {
            places.giveBack(call.caller().key());
            throw new UncheckedIOException(failed);
        }
    }

    /** Those that were opened together do not all come back together; the answer to a question ends by itself. */
    private Duration age(Call call) {
        if (!call.ctx().method().equals(HandlerType.GET)) {
            return FOREVER;
        }
        var most = settings.streamAge().toNanos();
        return Duration.ofNanos(most - ThreadLocalRandom.current().nextLong(most / 10 + 1));
    }

    /** Begins a stream whose place is taken. */
    private LiveConnection carry(
            Carrier carrier, Visitor visitor, BiFunction<LiveConnection, Executor, LiveSink> begin, Runnable over) {
        var connection = new LiveConnection(carrier, settings.streamBytes(), settings.streamFrames());
        var stream = new Stream(connection, carrier.framing(), visitor, over);
        connection.whenClosed(stream);
        connection.send(carrier.comeBack());
        try {
            stream.sink = begin.apply(connection, readers);
            streams.add(stream);
            if (connection.isClosed()) {
                streams.remove(stream);
            }
            carrier.carry(connection);
            if (draining) {
                // It came too late to be among those that were sent away.
                sendAway(stream);
            }
        } catch (RuntimeException failed) {
            connection.gone();
            throw failed;
        }
        if (ticking.compareAndSet(false, true)) {
            repeat(this::tick, TICK.toMillis());
            repeat(this::recheck, settings.recheck().toMillis());
        }
        return connection;
    }

    private void afterGrace(Runnable step) {
        try {
            ticker.schedule(step, GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            step.run();
        }
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
        streams.forEach(stream -> stream.connection.tick(now, settings.stall()));
    }

    /** Asks once for each credential, however many streams it has open. */
    private void recheck() {
        var good = new HashMap<Object, Boolean>();
        for (var stream : streams) {
            var visitor = stream.visitor;
            if (!good.computeIfAbsent(visitor.credential(), unused -> isNotKnownBad(visitor))) {
                refuse(stream);
            }
        }
    }

    /** Who verifies one credential may be away, and those of others be verified all the same. */
    private boolean isNotKnownBad(Visitor visitor) {
        try {
            return callers.isStillGood(visitor);
        } catch (ChatSessionsException unknown) {
            return true;
        }
    }

    private void refuse(Stream stream) {
        var expired = stream.visitor
                .identity()
                .flatMap(identity -> identity.expiresAt())
                .filter(end -> !end.isAfter(clock.instant()))
                .isPresent();
        if (expired) {
            stream.sink.refused("token-expired", "The token has expired.");
        } else {
            stream.sink.refused("token-revoked", "The token is no longer good.");
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

    /**
     * What is agreed when a WebSocket is opened.
     *
     * @param protocol the sub-protocol that is spoken, among those that were offered
     */
    record Handshake(Inbound inbound, Optional<String> protocol) {
        static Handshake plain() {
            return new Handshake(Inbound.ofPings(), Optional.empty());
        }
    }

    /** An open stream, and all that is to be done when it is over: there may be thousands that only listen. */
    private final class Stream implements Runnable {

        private final LiveConnection connection;

        private final Framing framing;

        private final Visitor visitor;

        private final Runnable over;

        /** Set before anybody else can find the stream. */
        private LiveSink sink;

        Stream(LiveConnection connection, Framing framing, Visitor visitor, Runnable over) {
            this.connection = connection;
            this.framing = framing;
            this.visitor = visitor;
            this.over = over;
        }

        @Override
        public void run() {
            streams.remove(this);
            places.giveBack(visitor.caller().key());
            observer.streamEnded(framing == Framing.SOCKET, connection.ending().word());
            over.run();
        }
    }
}
