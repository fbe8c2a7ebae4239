package dev.chatsessions.examples.worker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.client.ChatSessionsClient;
import dev.chatsessions.client.StreamEnd;
import dev.chatsessions.client.StreamEvent;
import dev.chatsessions.client.StreamListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The worker: follows its commands, claims what there is to answer and has it answered, and says that it is there. Commands
 * only say how things are to be, so carrying one out again does no harm; a question comes by the claim alone, and so to one
 * worker only. Thread-safe.
 */
final class Worker implements AutoCloseable {

    private static final Duration LEAVING = Duration.ofSeconds(5);

    private static final Duration NEW_TOKEN_BEFORE_END = Duration.ofDays(30);

    private static final int MOST_AT_ONCE = 100;

    private final WorkerSettings settings;

    private final WorkerState state;

    private final Consumer<String> say;

    private final ServerApi server;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(named("worker-timer"));

    private final ExecutorService threads = Executors.newCachedThreadPool(named("worker"));

    private final ExecutorService commands = Executors.newSingleThreadExecutor(named("worker-commands"));

    private final ExecutorService claims = Executors.newSingleThreadExecutor(named("worker-claims"));

    private final AtomicBoolean claimIsDue = new AtomicBoolean();

    private final Map<String, MessageProcessor> processors = new ConcurrentHashMap<>();

    private final AgentSessions sessions;

    private final ChatSessionsClient client;

    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private volatile boolean closing;

    Worker(WorkerSettings settings, Agent.Starter agents, WorkerState state, Consumer<String> say) {
        this.settings = settings;
        this.state = state;
        this.say = say;
        server = new ServerApi(settings.server(), state::token);
        sessions = new AgentSessions(agents, server, settings, timer, threads);
        client = ChatSessionsClient.builder(settings.server())
                .token(state::token)
                .build();
    }

    private static ThreadFactory named(String name) {
        return task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Works until it is closed, or its user wants it no more. */
    void run() {
        try {
            become();
            say.accept("worker " + state.worker() + " takes questions from " + settings.server());
            var pause = settings.heartbeat().toMillis();
            timer.scheduleWithFixedDelay(() -> threads.execute(this::beat), pause, pause, TimeUnit.MILLISECONDS);
            follow();
            end.join();
        } catch (Away closed) {
            // It was closed before it ever began.
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof WorkerFailure failure ? failure : failed;
        }
    }

    private void become() throws Away {
        if (!state.token().isEmpty() && !isKnown()) {
            say.accept("the server does not know this worker any more");
            state.forgetToken();
        }
        if (state.token().isEmpty()) {
            new Registration(server, state, settings, say).complete();
        }
    }

    private boolean isKnown() throws Away {
        try {
            server.persistently(() -> server.get("/worker"));
            return true;
        } catch (Refused unknown) {
            if (isUnwanted(unknown.status())) {
                return false;
            }
            throw unknown;
        }
    }

    private static boolean isUnwanted(int status) {
        return status == 401 || status == 403;
    }

    private void unwanted() {
        state.forgetToken();
        end.completeExceptionally(
                new WorkerFailure(WorkerFailure.UNWANTED, "the user wants this worker no more; start it to ask again"));
    }

    private void follow() {
        if (!closing) {
            client.follow("/worker/commands", state.cursor(), new Commands());
        }
    }

    private final class Commands implements StreamListener {

        private boolean lost;

        @Override
        public void event(StreamEvent event) {
            commands.execute(() -> obey(event));
        }

        @Override
        public void interrupted(String why) {
            if (!lost) {
                lost = true;
                say.accept("lost the server (" + why + "), trying again");
            }
        }

        @Override
        public void ended(StreamEnd how) {
            if (how instanceof StreamEnd.Refused refused
                    && (isUnwanted(refused.status()) || refused.code().startsWith("token-"))) {
                unwanted();
            } else {
                say.accept("the commands ended: " + how);
                sessions.later(Worker.this::follow, Duration.ofSeconds(1));
            }
        }

        /** The place is kept only when the command was obeyed: after a restart it comes again, or never was. */
        private void obey(StreamEvent event) {
            obey(event.type(), ServerApi.read(event.data()));
            event.id().ifPresent(state::keepCursor);
        }

        private void obey(String type, JsonNode command) {
            var session = command.path("session_id").asText();
            switch (type) {
                case "hello", "snapshot" -> {
                    if (lost) {
                        lost = false;
                        say.accept("the server is there again");
                    }
                    server.heardOf();
                    threads.execute(Worker.this::catchUp);
                }
                case "session_start" -> threads.execute(() -> prepare(session));
                case "session_rest" -> threads.execute(() -> sessions.rest(session));
                case "session_end" -> threads.execute(() -> sessions.end(session));
                case "message" -> claim();
                case "stop" ->
                    Optional.ofNullable(processors.get(command.path("reply_id").asText()))
                            .ifPresent(MessageProcessor::stop);
                case "permission_answered" ->
                    Optional.ofNullable(processors.get(command.path("reply_id").asText()))
                            .ifPresent(processor -> processor.chosen(
                                    command.path("request_id").asText(),
                                    command.path("option_id").asText()));
                default -> {
                    // A newer server may say more.
                }
            }
        }
    }

    /** Whatever was missed: sessions that wait for their agent, those that are over, and questions. */
    private void catchUp() {
        beat();
        processors.values().forEach(MessageProcessor::lookAgain);
        var gone = new HashSet<>(sessions.known());
        try {
            for (var session : live()) {
                var id = session.path("session_id").asText();
                gone.remove(id);
                if (!session.hasNonNull("ready_at")) {
                    threads.execute(() -> prepare(id));
                }
            }
            gone.forEach(sessions::end);
        } catch (Refused | Away unknown) {
            // The next hello asks again.
        }
    }

    private List<JsonNode> live() throws Away {
        var live = new ArrayList<JsonNode>();
        for (var cursor = ""; ; ) {
            var path = "/worker/sessions?limit=100" + (cursor.isEmpty() ? "" : "&cursor=" + cursor);
            var page = server.persistently(() -> server.get(path)).body();
            page.path("items").forEach(live::add);
            cursor = page.path("next_cursor").asText();
            if (cursor.isEmpty()) {
                return live;
            }
        }
    }

    private void prepare(String session) {
        try {
            sessions.session(session).prepare();
        } catch (AgentFailure failure) {
            say.accept("session " + session + ": " + failure.getMessage());
        }
    }

    private void beat() {
        try {
            var told = server.post("/worker/heartbeat", ServerApi.fields());
            var left = told.at().flatMap(now -> state.tokenExpiresAt().map(until -> Duration.between(now, until)));
            if (left.filter(time -> time.compareTo(NEW_TOKEN_BEFORE_END) < 0).isPresent()) {
                var next = server.post("/worker/token", ServerApi.fields()).body();
                state.keepToken(
                        next.path("token").asText(), next.path("expires_at").asText());
            }
        } catch (Away later) {
            // It says so again at the next beat.
        } catch (Refused refused) {
            if (isUnwanted(refused.status())) {
                unwanted();
            }
        }
        claim();
    }

    private void claim() {
        if (!closing && claimIsDue.compareAndSet(false, true)) {
            claims.execute(this::claimAll);
        }
    }

    private void claimAll() {
        claimIsDue.set(false);
        try {
            for (var free = free(); free > 0 && !closing; free = free()) {
                var limit = Math.min(free, MOST_AT_ONCE);
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
        var session = sessions.session(ticket.session());
        var processor = new MessageProcessor(ticket, session, server, settings, threads);
        processors.put(ticket.reply(), processor);
        threads.execute(() -> {
            try {
                processor.run();
            } finally {
                processors.remove(ticket.reply(), processor);
                claim();
            }
        });
    }

    /** Ends what it is at, and says that it leaves. */
    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        end.complete(null);
        client.close();
        server.close();
        processors.values().forEach(MessageProcessor::leave);
        sessions.close();
        awaitProcessors();
        try {
            server.post("/worker/leave", ServerApi.fields());
        } catch (Refused | Away gone) {
            // Then the server notices by itself.
        }
        List.of(timer, commands, claims, threads).forEach(ExecutorService::shutdownNow);
    }

    private void awaitProcessors() {
        var until = System.nanoTime() + LEAVING.toNanos();
        while (!processors.isEmpty() && System.nanoTime() < until) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
