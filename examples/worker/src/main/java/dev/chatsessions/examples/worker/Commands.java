package dev.chatsessions.examples.worker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.client.StreamEnd;
import dev.chatsessions.client.StreamEvent;
import dev.chatsessions.client.StreamListener;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Carries out what the server tells this worker, in its order. Commands only say how things are to be, so carrying one out
 * again does no harm. Thread-safe.
 */
final class Commands implements StreamListener, AutoCloseable {

    private final WorkerState state;

    private final AgentSessions sessions;

    private final Questions questions;

    private final Consumer<String> say;

    private final Runnable there;

    private final Consumer<StreamEnd> over;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(WorkerThreads.named("worker-commands"));

    private volatile boolean lost;

    /**
     * @param there told whenever the server is there, and commands may have been missed
     * @param over told when there are no more commands
     */
    Commands(
            WorkerState state,
            AgentSessions sessions,
            Questions questions,
            Consumer<String> say,
            Runnable there,
            Consumer<StreamEnd> over) {
        this.state = state;
        this.sessions = sessions;
        this.questions = questions;
        this.say = say;
        this.there = there;
        this.over = over;
    }

    @Override
    public void event(StreamEvent event) {
        thread.execute(() -> obey(event));
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
        over.accept(how);
    }

    /** The place is kept only when the command was obeyed: after a restart it comes again, or never was. */
    private void obey(StreamEvent event) {
        obey(event.type(), ServerApi.read(event.data()));
        event.id().ifPresent(state::keepCursor);
    }

    private void obey(String type, JsonNode command) {
        var session = command.path("session_id").asText();
        var reply = command.path("reply_id").asText();
        switch (type) {
            case "hello", "snapshot" -> {
                if (lost) {
                    lost = false;
                    say.accept("the server is there again");
                }
                there.run();
            }
            case "session_start" -> sessions.prepare(session);
            case "session_rest" -> sessions.rest(session);
            case "session_end" -> sessions.end(session);
            case "message" -> questions.claim();
            case "stop" -> questions.about(reply).ifPresent(MessageProcessor::stop);
            case "permission_answered" ->
                questions
                        .about(reply)
                        .ifPresent(processor -> processor.chosen(
                                command.path("request_id").asText(),
                                command.path("option_id").asText()));
            default -> {
                // A newer server may say more.
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
