package dev.chatsessions.client;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;

/** Reads the answer that is no stream, to learn what the server calls the problem (RFC 9457). */
final class Problem implements Flow.Subscriber<List<ByteBuffer>> {

    private static final int MOST_BYTES = 64 << 10;

    private final HttpResponse<?> response;

    private final Told told;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private boolean over;

    /** Who wants to know. */
    @FunctionalInterface
    interface Told {
        void refused(int status, String code, Optional<Duration> retryAfter);
    }

    Problem(HttpResponse<?> response, Told told) {
        this.response = response;
        this.told = told;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        for (var buffer : bytes) {
            var part = new byte[Math.min(buffer.remaining(), MOST_BYTES - body.size())];
            buffer.get(part);
            body.writeBytes(part);
        }
    }

    @Override
    public void onError(Throwable failure) {
        tell();
    }

    @Override
    public void onComplete() {
        tell();
    }

    private void tell() {
        if (!over) {
            over = true;
            tell(response, body.toString(StandardCharsets.UTF_8), told);
        }
    }

    /** Tells a refusal that was read already. */
    static void tell(HttpResponse<?> response, String body, Told told) {
        var code = JsonFields.text(body, "code");
        told.refused(response.statusCode(), code.orElse(""), retryAfter(response));
    }

    /** In seconds only: our server sends no date. */
    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("[0-9]{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }
}
