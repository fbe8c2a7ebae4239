package dev.chatsessions.adapter.micrometer;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.ReplyId;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.spi.Assistant;
import dev.chatsessions.spi.Tracing;
import io.micrometer.observation.Observation;
import io.micrometer.observation.Observation.Event;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Observes what the library does with Micrometer's Observation, which bridges of Micrometer Tracing make spans of, of
 * OpenTelemetry or Brave. Thread-safe.
 *
 * <ul>
 *   <li>{@code chat.sessions.call}: a call of a facade or a transaction, by {@code name}, such as {@code replies.ask}
 *   <li>{@code chat.sessions.reply}: from a question to the end of its reply, by {@code reason}, as a part of what asked;
 *       its claims and lost leases are events. Nothing is known here of one that was asked for on another node until it is
 *       claimed here, and of one that ends elsewhere no end
 * </ul>
 */
public final class SessionTracing implements Tracing {

    private final ObservationRegistry registry;

    private final OpenObservations replies = new OpenObservations();

    private SessionTracing(ObservationRegistry registry) {
        this.registry = registry;
    }

    public static SessionTracing of(ObservationRegistry registry) {
        return new SessionTracing(requireNonNull(registry, "registry"));
    }

    @Override
    public <T> T span(String name, Supplier<T> step) {
        return Observation.createNotStarted("chat.sessions.call", registry)
                .contextualName(name)
                .lowCardinalityKeyValue("name", name)
                .observe(step);
    }

    @Override
    public void answer(Assistant assistant, Assistant.Turn turn, Assistant.Sink sink) throws Exception {
        var reply = replies.of(turn.reply().id());
        if (reply.isEmpty()) {
            assistant.answer(turn, sink);
            return;
        }
        reply.get().scopedChecked(() -> assistant.answer(turn, sink));
    }

    @Override
    public void replyAsked(ReplyId reply) {
        replies.put(reply, begun());
    }

    @Override
    public void replyClaimed(ReplyId reply, int attempt, Duration waited) {
        var observed = replies.of(reply).orElseGet(() -> {
            var begun = begun();
            replies.put(reply, begun);
            return begun;
        });
        observed.event(Event.of("claimed"));
    }

    @Override
    public void leaseLost(ReplyId reply) {
        replies.of(reply).ifPresent(observed -> observed.event(Event.of("lease lost")));
    }

    @Override
    public void replyFinished(ReplyId reply, FinishReason reason) {
        replies.take(reply)
                .ifPresent(observed -> observed.lowCardinalityKeyValue("reason", Meters.word(reason))
                        .stop());
    }

    private Observation begun() {
        return Observation.createNotStarted("chat.sessions.reply", registry)
                .contextualName("reply")
                .start();
    }
}
