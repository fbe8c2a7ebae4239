package dev.chatsessions.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
        Optional<String> from;
        synchronized (this) {
            if (closed) {
                return;
            }
            opened = new Line(token);
            line = Optional.of(opened);
            from = place;
        }
        opened.carriedBy(client.connect(path, token, from, opened));
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
    private final class Line implements Connection.Ear {

        private final String token;

        private volatile long lastHeard = System.nanoTime();

        private volatile Optional<Connection> connection = Optional.empty();

        Line(String token) {
            this.token = token;
        }

        void carriedBy(Connection opened) {
            connection = Optional.of(opened);
            if (!isListening()) {
                opened.cut();
            }
        }

        @Override
        public boolean isListening() {
            synchronized (EventStream.this) {
                return line.filter(current -> current == this).isPresent();
            }
        }

        @Override
        public void heard() {
            lastHeard = System.nanoTime();
        }

        @Override
        public void refused(int status, String code, Optional<Duration> retryAfter) {
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

        @Override
        public void lost(String why) {
            again(this, why, Optional.empty());
        }

        void tick(long now) {
            if (now - lastHeard > client.silence().toNanos()) {
                lost("nothing was heard for " + client.silence());
            }
        }

        void cut() {
            connection.ifPresent(Connection::cut);
        }

        @Override
        public void broken(RuntimeException failure) {
            finish(new StreamEnd.Failed(failure));
        }

        @Override
        public void event(Optional<String> id, Optional<String> data) {
            if (!isListening()) {
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
