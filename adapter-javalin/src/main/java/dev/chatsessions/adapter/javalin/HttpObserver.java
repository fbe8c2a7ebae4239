package dev.chatsessions.adapter.javalin;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Function;

/**
 * Told of each request and each stream, for metrics and traces; never given a body, a credential or a query. Must be quick
 * and must not throw. Thread-safe.
 */
public interface HttpObserver {

    /** A request came, which this thread is about to handle. */
    default Exchange begun(Request request) {
        return new Exchange() {};
    }

    /** Somebody came back to a stream, which had gone on by so many events meanwhile. */
    default void resumed(long events) {}

    /**
     * A stream is over.
     *
     * @param socket whether a WebSocket carried it
     * @param reason in a word of a few, {@code slow} for a reader that did not take what it was sent
     */
    default void streamEnded(boolean socket, String reason) {}

    /** Tells this one, then {@code next}. */
    default HttpObserver and(HttpObserver next) {
        return new BothHttpObservers(this, next);
    }

    /** An observer that does nothing. */
    static HttpObserver none() {
        return new HttpObserver() {};
    }

    /**
     * What came.
     *
     * @param method one that HTTP knows, else {@code other}
     * @param route the path with names in place of ids, {@code unknown} where nobody has it
     * @param header the first of that name
     */
    record Request(String method, String route, Function<String, Optional<String>> header) {
        public Request {
            requireNonNull(method, "method");
            requireNonNull(route, "route");
            requireNonNull(header, "header");
        }
    }

    /** One request on its way. */
    interface Exchange {

        /** What a log tells it by; empty where no trace is kept of it. */
        default Optional<String> traceId() {
            return Optional.empty();
        }

        /** The thread that it began on has handled it. A stream goes on. */
        default void handled(int status) {}

        /** Its answer is over; the last that is told, on whichever thread. */
        default void over(int status) {}
    }
}
