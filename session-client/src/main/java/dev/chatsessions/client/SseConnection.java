package dev.chatsessions.client;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;

/** Server-sent events. */
final class SseConnection implements Connection, Flow.Subscriber<List<ByteBuffer>> {

    private final Ear ear;

    private final SseParser parser;

    private volatile Optional<Flow.Subscription> subscription = Optional.empty();

    private SseConnection(Ear ear) {
        this.ear = ear;
        this.parser = new SseParser(ear);
    }

    static SseConnection open(HttpClient http, HttpRequest request, Ear ear) {
        var connection = new SseConnection(ear);
        http.sendAsync(request, HttpResponse.BodyHandlers.ofPublisher())
                .whenCompleteAsync(
                        (response, failure) -> {
                            if (failure != null) {
                                ear.lost("cannot connect: " + failure.getMessage());
                            } else {
                                connection.answered(response);
                            }
                        },
                        SseConnection::onItsOwn);
        return connection;
    }

    private void answered(HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) {
        if (response.statusCode() == 200) {
            response.body().subscribe(this);
        } else {
            response.body().subscribe(new Problem(response, ear::refused));
        }
    }

    @Override
    public void cut() {
        subscription.ifPresent(Flow.Subscription::cancel);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = Optional.of(given);
        if (ear.isListening()) {
            given.request(1);
        } else {
            given.cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        ear.heard();
        try {
            bytes.forEach(parser::read);
        } catch (RuntimeException failure) {
            cut();
            ear.broken(failure);
            return;
        }
        subscription.ifPresent(given -> given.request(1));
    }

    @Override
    public void onError(Throwable failure) {
        ear.lost("the line broke: " + failure.getMessage());
    }

    @Override
    public void onComplete() {
        ear.lost("the line was closed");
    }

    /**
     * What came with the head of the answer is told at once, to a listener that may take its time: the JDK's common pool,
     * where this would be done from 25 on, may have one thread for everybody.
     */
    private static void onItsOwn(Runnable task) {
        var thread = new Thread(task, "chat-sessions-client-stream");
        thread.setDaemon(true);
        thread.start();
    }
}
