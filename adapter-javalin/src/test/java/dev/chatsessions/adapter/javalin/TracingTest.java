package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.adapter.micrometer.SessionTracing;
import dev.chatsessions.core.SessionCore;
import io.javalin.Javalin;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One request, from what its client says of its trace to the end of the reply that it asked for. */
class TracingTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final ObservationRegistry registry = ObservationRegistry.create();

    private final Spans spans = new Spans();

    private final SessionCore chat = SessionCore.builder()
            .storage(InMemoryStorage.create())
            .assistant((turn, sink) -> {
                Observation.start("model", registry).stop();
                sink.text("Lisbon.");
            })
            .tracing(SessionTracing.of(registry))
            .build();

    private final Javalin javalin = Javalin.create(config -> {
        registry.observationConfig().observationHandler(spans);
        config.startup.showJavalinBanner = false;
        config.registerPlugin(ChatSessionsPlugin.serving(chat)
                .callers(ctx -> Optional.of(Caller.user("ana")))
                .observer(HttpTracing.of(registry))
                .build());
    });

    @BeforeEach
    void start() {
        javalin.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        javalin.stop();
        chat.close();
    }

    @Test
    void a_request_its_use_cases_their_transactions_and_the_reply_are_one_trace() throws Exception {
        post("00-" + TRACE + "-00f067aa0ba902b7-01");

        var request = spans.awaited(span -> span.name().equals("POST /chat"));
        var call = spans.awaited(span -> span.name().equals("replies.answer"));
        var stored = spans.awaited(span -> span.name().equals("storage.write") && span.isWithin(call));
        var reply = spans.awaited(span -> span.name().equals("reply"));
        var model = spans.awaited(span -> span.name().equals("model"));
        assertEquals(TRACE, request.trace());
        assertTrue(call.isWithin(request), spans::toString);
        assertTrue(reply.isWithin(call), spans::toString);
        assertTrue(model.isWithin(reply), spans::toString);
        for (var span : List.of(call, stored, reply, model)) {
            assertEquals(TRACE, span.trace());
        }
        assertTrue(reply.context().toString().contains("reason='complete'"), reply::toString);
        assertTrue(request.context().toString().contains("status='200'"), request::toString);
    }

    @Test
    void each_request_without_a_trace_has_one_of_its_own_and_leaves_its_thread_without() throws Exception {
        post("of-no-trace");
        var first = spans.awaited(span -> span.name().equals("POST /chat"));
        spans.forget();
        post("of-no-trace");
        var second = spans.awaited(span -> span.name().equals("POST /chat"));

        assertNotEquals(first.trace(), second.trace());
        assertTrue(first.parent().isEmpty() && second.parent().isEmpty(), spans::toString);
    }

    private void post(String traceParent) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + javalin.port() + "/chat"))
                .header("Content-Type", "application/json")
                .header("traceparent", traceParent)
                .POST(BodyPublishers.ofString("{\"message\":\"Where to?\"}"));
        assertEquals(
                200,
                HttpClient.newHttpClient()
                        .send(request.build(), BodyHandlers.ofString())
                        .statusCode());
    }

    /** What a tracer does: each span has a parent or is the first of its trace. */
    private static final class Spans implements ObservationHandler<Observation.Context> {

        private final Queue<Span> ended = new ConcurrentLinkedQueue<>();

        @Override
        public void onStart(Observation.Context context) {
            var parent = Optional.ofNullable(context.getParentObservation())
                    .map(above -> (Span) above.getContextView().get(Span.class));
            var trace = parent.map(Span::trace)
                    .or(() -> received(context))
                    .orElseGet(() -> UUID.randomUUID().toString());
            context.put(Span.class, new Span(context, parent, trace));
        }

        private static Optional<String> received(Observation.Context context) {
            return context instanceof ReceiverContext<?> receiver ? read(receiver) : Optional.empty();
        }

        private static <C> Optional<String> read(ReceiverContext<C> receiver) {
            return Optional.ofNullable(receiver.getGetter().get(receiver.getCarrier(), "traceparent"))
                    .flatMap(TraceParent::traceId);
        }

        @Override
        public void onStop(Observation.Context context) {
            ended.add(context.get(Span.class));
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

        Span awaited(Predicate<Span> which) {
            var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (true) {
                var found = ended.stream().filter(which).findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
                assertTrue(System.nanoTime() < until, this::toString);
                Thread.onSpinWait();
            }
        }

        void forget() {
            ended.clear();
        }

        @Override
        public String toString() {
            return ended.stream().map(Span::toString).toList().toString();
        }
    }

    private record Span(Observation.Context context, Optional<Span> parent, String trace) {

        String name() {
            return Optional.ofNullable(context.getContextualName()).orElseGet(context::getName);
        }

        boolean isWithin(Span other) {
            return parent.filter(above -> above.context() == other.context()).isPresent();
        }

        @Override
        public String toString() {
            return name() + " within " + parent.map(Span::name).orElse("nothing");
        }
    }
}
