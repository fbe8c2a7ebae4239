package dev.chatsessions.examples.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything at once that may happen to the agent of one session. */
@Timeout(60)
class AgentSessionRaceTest {

    private static final int CALLERS = 4;

    private static final int CALLS = 40;

    private static final String SESSION = "s1";

    private final AtomicInteger running = new AtomicInteger();

    private final AtomicInteger most = new AtomicInteger();

    private final AtomicInteger starts = new AtomicInteger();

    private final long seed = System.nanoTime();

    private HttpServer http;

    private AgentSessions sessions;

    private final List<ExecutorService> executors = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/worker/sessions/", AgentSessionRaceTest::answer);
        http.start();
        var server = URI.create("http://127.0.0.1:" + http.getAddress().getPort());
        var timer = Executors.newSingleThreadScheduledExecutor();
        var threads = Executors.newCachedThreadPool();
        executors.addAll(List.of(timer, threads));
        var api = new ServerApi(server, () -> "token", away -> {});
        var settings = WorkerSettings.of(server, "laptop", Path.of("state"));
        sessions = new AgentSessions(place -> new Counted(), api, settings, timer, threads, line -> {});
    }

    @AfterEach
    void stop() {
        http.stop(0);
        executors.forEach(ExecutorService::shutdownNow);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    /** There from when it begins to start until it has ended, for which it takes its time. */
    private final class Counted implements Agent {

        private final AtomicBoolean closed = new AtomicBoolean();

        Counted() {
            starts.incrementAndGet();
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
        }

        @Override
        public Optional<String> session() {
            return Optional.empty();
        }

        @Override
        public boolean isAlive() {
            return !closed.get();
        }

        @Override
        public AgentEnd answer(String question, AgentOutput output) {
            for (var words = 0; words < 20 && !closed.get(); words++) {
                output.text("word ");
                Thread.yield();
            }
            return AgentEnd.of(AgentEnd.Reason.COMPLETE);
        }

        @Override
        public void cancel() {
            Thread.yield();
        }

        @Override
        public synchronized void close() {
            if (closed.compareAndSet(false, true)) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                running.decrementAndGet();
            }
        }
    }

    private void call(Random random) throws AgentFailure {
        switch (random.nextInt(6)) {
            case 1 -> sessions.rest(SESSION);
            case 2 -> sessions.end(SESSION);
            default -> work(random);
        }
    }

    private void work(Random random) throws AgentFailure {
        var session = sessions.enter(SESSION);
        var answer = new Answer();
        try {
            switch (random.nextInt(4)) {
                case 0 -> session.prepare();
                case 1 -> session.kill(answer);
                case 2 -> {
                    session.cancel(answer);
                    session.answer("What?", answer);
                }
                default -> session.answer("What?", answer);
            }
        } finally {
            sessions.leave(session);
        }
    }

    @Test
    void a_session_never_has_two_agents() throws Exception {
        var callers = Executors.newFixedThreadPool(CALLERS);
        executors.add(callers);
        var together = new CyclicBarrier(CALLERS);
        var calls = new ArrayList<Callable<Void>>();
        for (var caller = 0; caller < CALLERS; caller++) {
            var random = new Random(seed + caller);
            calls.add(() -> {
                together.await();
                for (var call = 0; call < CALLS; call++) {
                    callUnlessEnded(random);
                }
                return null;
            });
        }

        for (var done : callers.invokeAll(calls)) {
            done.get();
        }

        assertEquals(1, most.get(), () -> "seed " + seed);
        assertTrue(starts.get() > CALLERS, () -> "only " + starts + " were started");
        sessions.close();
        // One that was let go just before takes its time to end.
        Patience.until(() -> running.get() == 0, "an agent outlives the worker");
    }

    @Test
    void a_session_is_forgotten_when_it_has_ended_or_rests() throws AgentFailure {
        var session = sessions.enter(SESSION);
        session.prepare();
        sessions.leave(session);
        assertFalse(sessions.isEmpty());

        sessions.end(SESSION);
        Patience.until(sessions::isEmpty, "an ended session is remembered");
        sessions.prepare(SESSION);
        Patience.until(() -> starts.get() == 2, "it was not prepared");
        Patience.until(
                () -> {
                    sessions.rest(SESSION);
                    return sessions.isEmpty();
                },
                "a session at rest is remembered");
    }

    private void callUnlessEnded(Random random) {
        try {
            call(random);
        } catch (AgentFailure ended) {
            assertEquals("the session has ended", ended.getMessage());
        }
    }
}
