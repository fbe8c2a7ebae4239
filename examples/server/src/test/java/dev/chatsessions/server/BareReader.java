package dev.chatsessions.server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A reader of a stream on a socket with little room: it takes nothing before it is told to, and next to nothing then. */
final class BareReader implements AutoCloseable {

    private static final int ROOM = 4_096;

    private static final int SIP = 64;

    private static final Duration BETWEEN_SIPS = Duration.ofMillis(50);

    private final Socket socket = new Socket();

    private final CountDownLatch recovered = new CountDownLatch(1);

    BareReader(URI server, String token, String path) {
        // In the older protocol nothing but the events comes after the head.
        var request = "GET " + path + " HTTP/1.0\r\nAuthorization: Bearer " + token + "\r\n\r\n";
        try {
            socket.setReceiveBufferSize(ROOM);
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins to read: a little now and then, and what there is once it has recovered. */
    ChatStream read() {
        try {
            return new ChatStream(new Sips(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void recover() {
        recovered.countDown();
    }

    /** Whether the other end has hung up; who asks reads nothing. */
    boolean isHungUpOn() {
        try {
            socket.getOutputStream().write('\n');
            return false;
        } catch (IOException hungUp) {
            return true;
        }
    }

    private final class Sips extends FilterInputStream {

        Sips(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            try {
                var fast = recovered.await(BETWEEN_SIPS.toMillis(), TimeUnit.MILLISECONDS);
                return super.read(buffer, from, fast ? length : Math.min(SIP, length));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
    }

    @Override
    public void close() {
        recovered.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
