package dev.chatsessions.adapter.javalin;

import java.util.Optional;

/** One after the other; what the first began first ends last. */
record BothHttpObservers(HttpObserver first, HttpObserver second) implements HttpObserver {

    @Override
    public Exchange begun(Request request) {
        return new BothExchanges(first.begun(request), second.begun(request));
    }

    @Override
    public void resumed(long events) {
        first.resumed(events);
        second.resumed(events);
    }

    @Override
    public void streamEnded(boolean socket, String reason) {
        first.streamEnded(socket, reason);
        second.streamEnded(socket, reason);
    }

    private record BothExchanges(Exchange first, Exchange second) implements Exchange {

        @Override
        public Optional<String> traceId() {
            return first.traceId().or(second::traceId);
        }

        @Override
        public void handled(int status) {
            second.handled(status);
            first.handled(status);
        }

        @Override
        public void over(int status) {
            second.over(status);
            first.over(status);
        }
    }
}
