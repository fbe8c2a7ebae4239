package dev.chatsessions.examples.springboot;

import dev.chatsessions.spi.Assistant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Says what a test tells it, piece by piece. Thread-safe. */
final class DictatedAssistant implements Assistant {

    private final BlockingQueue<Optional<String>> pieces = new LinkedBlockingQueue<>();

    void say(String piece) {
        pieces.add(Optional.of(piece));
    }

    void end() {
        pieces.add(Optional.empty());
    }

    @Override
    public void answer(Turn turn, Sink sink) throws InterruptedException {
        for (var piece = next(); piece.isPresent(); piece = next()) {
            sink.text(piece.get());
        }
    }

    private Optional<String> next() throws InterruptedException {
        var piece = pieces.poll(30, TimeUnit.SECONDS);
        if (piece == null) {
            throw new IllegalStateException("nobody says how the answer goes on");
        }
        return piece;
    }
}
