package dev.chatsessions.adapter.javalin;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Server-sent events on an asynchronous servlet response. */
final class SseCarrier implements Carrier, WriteListener {

    private final ServletOutputStream out;

    private final Transport transport;

    private final Framing framing;

    private final Duration heartbeat;

    private final Duration retry;

    private final long oldAt;

    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private volatile LiveConnection connection;

    /**
     * @param age how old it becomes, but for a word that is being said; a reader that is still there comes back
     */
    SseCarrier(
            ServletOutputStream out,
            Transport transport,
            Framing framing,
            Duration heartbeat,
            Duration retry,
            Duration age) {
        this.out = out;
        this.transport = transport;
        this.framing = framing;
        this.heartbeat = heartbeat;
        this.retry = retry;
        this.oldAt = System.nanoTime() + age.toNanos();
    }

    /**
     * Complete when the exchange may be completed: after the last frame, or when the container says that the reader is gone.
     * Only the container knows when that is safe, so a write that fails or is cut waits for its word.
     */
    CompletableFuture<Void> done() {
        return done;
    }

    @Override
    public Framing framing() {
        return framing;
    }

    @Override
    public byte[] comeBack() {
        return framing.comeBack(retry);
    }

    @Override
    public void carry(LiveConnection carried) {
        connection = carried;
        // It is looked after here, and the container would keep a timer with each of thousands.
        transport.watch(0);
        out.setWriteListener(this);
    }

    @Override
    public boolean isReady() {
        return out.isReady();
    }

    @Override
    public void write(byte[] frame, int from, int length) throws IOException {
        out.write(frame, from, length);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void beat(long now, long silent) {
        if (silent <= heartbeat.toNanos()) {
            return;
        }
        if (now - oldAt > 0) {
            connection.end(Ending.MOVING);
        } else {
            connection.send(Sse.HEARTBEAT);
        }
    }

    @Override
    public void end(Ending how) {
        over();
    }

    @Override
    public void cut(Ending how) {
        transport.cut();
    }

    @Override
    public void onWritePossible() {
        connection.roomAgain();
    }

    @Override
    public void onError(Throwable gone) {
        connection.gone();
        over();
    }

    private void over() {
        transport.watchAsUsual();
        done.complete(null);
    }
}
