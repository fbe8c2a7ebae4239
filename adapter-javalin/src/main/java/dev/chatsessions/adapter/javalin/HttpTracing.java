package dev.chatsessions.adapter.javalin;

import static java.util.Objects.requireNonNull;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;

/**
 * Observes requests with Micrometer's Observation, which this class needs and no other does: {@code
 * chat.sessions.http.request}, by {@code method}, {@code route} and {@code status}, a part of whatever its client says in
 * the headers that a tracer reads, such as {@code traceparent}. What the request does is within it; a stream ends with it.
 * Thread-safe.
 */
public final class HttpTracing implements HttpObserver {

    private final ObservationRegistry registry;

    private HttpTracing(ObservationRegistry registry) {
        this.registry = registry;
    }

    public static HttpTracing of(ObservationRegistry registry) {
        return new HttpTracing(requireNonNull(registry, "registry"));
    }

    @Override
    public Exchange begun(Request request) {
        var context = new ReceiverContext<Request>(
                (carrier, header) -> carrier.header().apply(header).orElse(null), Kind.SERVER);
        context.setCarrier(request);
        var observed = Observation.createNotStarted("chat.sessions.http.request", () -> context, registry)
                .contextualName(request.method() + " " + request.route())
                .lowCardinalityKeyValue("method", request.method())
                .lowCardinalityKeyValue("route", request.route())
                .start();
        return new Observed(observed, observed.openScope());
    }

    private record Observed(Observation observation, Observation.Scope scope) implements Exchange {

        @Override
        public void handled(int status) {
            scope.close();
        }

        @Override
        public void over(int status) {
            observation
                    .lowCardinalityKeyValue("status", Integer.toString(status))
                    .stop();
        }
    }
}
