package dev.chatsessions.examples.worker;

import dev.chatsessions.client.ChatSessionsClient;
import dev.chatsessions.client.StreamEnd;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The worker: becomes its user's, follows its commands, and says that it is there, until it is closed or unwanted.
 * Thread-safe.
 */
final class Worker implements AutoCloseable {

    private final WorkerSettings settings;

    private final WorkerState state;

    private final Consumer<String> say;

    private final ServerApi server;

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(WorkerThreads.named("worker-timer"));

    private final ExecutorService threads = Executors.newCachedThreadPool(WorkerThreads.named("worker"));

    private final AgentSessions sessions;

    private final Questions questions;

    private final Presence presence;

    private final Commands commands;

    private final ChatSessionsClient client;

    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private volatile boolean begun;

    private volatile boolean closing;

    Worker(WorkerSettings settings, Agent.Starter agents, WorkerState state, Consumer<String> say) {
        this.settings = settings;
        this.state = state;
        this.say = say;
        server = new ServerApi(settings.server(), state::token, this::missed);
        sessions = new AgentSessions(agents, server, settings, timer, threads, say);
        questions = new Questions(server, sessions, settings, threads);
        presence = new Presence(server, state, this::unwanted);
        commands = new Commands(state, sessions, questions, say, this::there, this::over);
        client = ChatSessionsClient.builder(settings.server())
                .token(state::token)
                .build();
    }

    /** Works until it is closed, or its user wants it no more. */
    void run() {
        try {
            become();
            begun = true;
            say.accept("worker " + state.worker() + " takes questions from " + settings.server());
            var pause = settings.heartbeat().toMillis();
            timer.scheduleWithFixedDelay(() -> threads.execute(this::beat), pause, pause, TimeUnit.MILLISECONDS);
            follow();
            end.join();
        } catch (Away closed) {
            // It was closed before it ever began.
        } catch (Refused refused) {
            throw new WorkerFailure(
                    WorkerFailure.REFUSED,
                    "the server at " + settings.server() + " does not take this worker: " + refused.getMessage());
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
            new Registration(server, state, settings, say, server::isClosedWithin).complete();
        }
    }

    /** Later the commands tell. */
    private void missed(Away why) {
        if (!begun) {
            say.accept(why.getMessage() + ", trying again");
        }
    }

    private boolean isKnown() throws Away {
        try {
            server.persistently(() -> server.get("/worker"));
            return true;
        } catch (Refused unknown) {
            if (unknown.isUnwanted()) {
                return false;
            }
            throw unknown;
        }
    }

    private void unwanted() {
        state.forgetToken();
        end.completeExceptionally(
                new WorkerFailure(WorkerFailure.UNWANTED, "the user wants this worker no more; start it to ask again"));
    }

    private void follow() {
        if (!closing) {
            client.follow("/worker/commands", state.cursor(), commands);
        }
    }

    private void over(StreamEnd how) {
        if (how instanceof StreamEnd.Refused refused
                && (Refused.isUnwanted(refused.status()) || refused.code().startsWith("token-"))) {
            unwanted();
        } else {
            say.accept("the commands ended: " + how);
            sessions.later(this::follow, Duration.ofSeconds(1));
        }
    }

    /** Whatever was missed: sessions that wait for their agent, those that are over, and questions. */
    private void there() {
        server.heardOf();
        threads.execute(() -> {
            beat();
            questions.lookAgain();
            sessions.catchUp();
        });
    }

    private void beat() {
        presence.tell();
        questions.claim();
    }

    /** Ends what it is at, and says that it leaves. Whoever closes it meanwhile waits for that. */
    @Override
    public synchronized void close() {
        if (closing) {
            return;
        }
        closing = true;
        end.complete(null);
        client.close();
        server.close();
        questions.leave();
        sessions.close();
        questions.close();
        commands.close();
        try {
            server.post("/worker/leave", ServerApi.fields());
        } catch (Refused | Away gone) {
            // Then the server notices by itself.
        }
        timer.shutdownNow();
        threads.shutdownNow();
    }
}
