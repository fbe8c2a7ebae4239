package dev.chatsessions.client;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A stream that is followed: opened again, from where it was, whenever the line is lost, until the server ends it or it is
 * closed. Thread-safe.
 */
public final class EventStream implements AutoCloseable {

    private final ChatSessionsClient client;

    private final String path;

    private final StreamListener listener;

    private final CompletableFuture<StreamEnd> end = new CompletableFuture<>();

    private Optional<String> place;

    private Backoff backoff;

    private int failures;

    private Optional<String> refusedToken = Optional.empty();

    private Optional<Line> line = Optional.empty();

    private boolean closed;

    EventStream(ChatSessionsClient client, String path, Optional<String> place, StreamListener listener) {
        this.client = client;
        this.path = path;
        this.place = place;
        this.listener = listener;
        this.backoff = client.backoff();
    }

    /** Where to resume: the place of the last event that the listener was told. */
    public synchronized Optional<String> place() {
        return place;
    }

    /** Waits until the server has ended the stream; empty when that takes longer, or the stream was closed here. */
    public Optional<StreamEnd> awaitEnd(Duration limit) {
        try {
            return Optional.of(end.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException | CancellationException notEnded) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Follows no more; the listener may still be in a call that had begun. Repeating it changes nothing. */
    @Override
    public void close() {
        Optional<Line> left;
        synchronized (this) {
            closed = true;
            left = line;
            line = Optional.empty();
        }
        left.ifPresent(Line::cut);
        end.cancel(false);
        client.forget(this);
    }

    void open() {
        String token;
        try {
            token = client.token();
        } catch (RuntimeException failure) {
            finish(new StreamEnd.Failed(failure));
            return;
        }
        Line opened;
        HttpRequest request;
        synchronized (this) {
            if (closed) {
                return;
            }
            opened = new Line(token);
            line = Optional.of(opened);
            request = client.request(path, token, place);
        }
        client.http()
                .sendAsync(request, HttpResponse.BodyHandlers.ofPublisher())
                .whenComplete((response, failure) -> {
                    if (failure != null) {
                        opened.lost("cannot connect: " + failure.getMessage());
                    } else {
                        opened.answered(response);
                    }
                });
    }

    /** Looks whether the line has gone silent for so long that it must be dead. */
    void tick(long now) {
        Optional<Line> current;
        synchronized (this) {
            current = line;
        }
        current.ifPresent(open -> open.tick(now));
    }

    private void finish(StreamEnd how) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            line = Optional.empty();
        }
        client.forget(this);
        try {
            listener.ended(how);
        } finally {
            end.complete(how);
        }
    }

    private void again(Line lost, String why, Optional<Duration> asked) {
        Duration pause;
        synchronized (this) {
            if (closed || line.filter(current -> current == lost).isEmpty()) {
                return;
            }
            line = Optional.empty();
            var waited = backoff.after(failures, ThreadLocalRandom.current());
            pause = asked.filter(longer -> longer.compareTo(waited) > 0).orElse(waited);
            failures++;
        }
        lost.cut();
        try {
            listener.interrupted(why);
        } catch (RuntimeException failure) {
            finish(new StreamEnd.Failed(failure));
            return;
        }
        client.later(this::open, pause);
    }

    /** One connection's share of the stream; deaf once another has taken its place. */
    private final class Line implements Flow.Subscriber<List<ByteBuffer>>, SseParser.Sink {

        private final SseParser parser = new SseParser(this);

        private final String token;

        private volatile long lastHeard = System.nanoTime();

        private volatile Optional<Flow.Subscription> subscription = Optional.empty();

        Line(String token) {
            this.token = token;
        }

        private boolean isCurrent() {
            synchronized (EventStream.this) {
                return line.filter(current -> current == this).isPresent();
            }
        }

        void answered(HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) {
            if (response.statusCode() == 200) {
                response.body().subscribe(this);
                return;
            }
            response.body().subscribe(new Problem(response, this::refused));
        }

        /** Any answer but a stream. */
        void refused(int status, String code, Optional<Duration> retryAfter) {
            if (status == 204) {
                finish(new StreamEnd.Complete());
            } else if (status == 401 && isFreshToken()) {
                again(this, "the token is no longer good", Optional.empty());
            } else if (status == 408 || status == 429 || status >= 500) {
                again(this, "status " + status + " " + code, retryAfter);
            } else {
                finish(new StreamEnd.Refused(status, code));
            }
        }

        /** Whether another token than the refused one is to be had: each is tried once. */
        private boolean isFreshToken() {
            synchronized (EventStream.this) {
                var tried = refusedToken.filter(token::equals).isPresent();
                refusedToken = Optional.of(token);
                return !tried && !client.token().equals(token);
            }
        }

        void lost(String why) {
            again(this, why, Optional.empty());
        }

        void tick(long now) {
            if (now - lastHeard > client.silence().toNanos()) {
                lost("nothing was heard for " + client.silence());
            }
        }

        void cut() {
            subscription.ifPresent(Flow.Subscription::cancel);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = Optional.of(given);
            if (isCurrent()) {
                given.request(1);
            } else {
                given.cancel();
            }
        }

        @Override
        public void onNext(List<ByteBuffer> bytes) {
            lastHeard = System.nanoTime();
            try {
                bytes.forEach(parser::read);
            } catch (RuntimeException failure) {
                cut();
                finish(new StreamEnd.Failed(failure));
                return;
            }
            subscription.ifPresent(given -> given.request(1));
        }

        @Override
        public void onError(Throwable failure) {
            lost("the line broke: " + failure.getMessage());
        }

        @Override
        public void onComplete() {
            lost("the line was closed");
        }

        @Override
        public void event(Optional<String> id, Optional<String> data) {
            if (!isCurrent()) {
                return;
            }
            if (data.isPresent()) {
                var event = new StreamEvent(id, data.get());
                listener.event(event);
                reached(id);
                endOf(event);
            } else {
                reached(id);
            }
        }

        /** Only what the listener took counts as told. */
        private void reached(Optional<String> id) {
            synchronized (EventStream.this) {
                place = id.or(() -> place);
                failures = 0;
            }
        }

        private void endOf(StreamEvent event) {
            switch (event.type()) {
                case "end", "done" -> complete(new StreamEnd.Complete());
                case "error" -> {
                    var code = event.text("code").orElse("");
                    if (code.startsWith("token-") && isFreshToken()) {
                        lost("the token is no longer good");
                    } else {
                        complete(new StreamEnd.Refused(200, code));
                    }
                }
                default -> {
                    // The stream goes on.
                }
            }
        }

        private void complete(StreamEnd how) {
            cut();
            finish(how);
        }

        @Override
        public void retry(Duration wait) {
            synchronized (EventStream.this) {
                backoff = client.backoff().from(wait);
            }
        }
    }
}
