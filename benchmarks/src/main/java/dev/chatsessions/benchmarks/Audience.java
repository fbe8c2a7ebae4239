package dev.chatsessions.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Many connections that listen, on one thread that does little with what comes: it looks for marks and tells when each
 * came. The same for every server. Connects a thousand at a time. Thread-safe.
 */
final class Audience implements AutoCloseable {

    static final int BURST = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String END_OF_HEAD = "\r\n\r\n";

    private static final String GREETING = "hello";

    private final Transport transport;

    private final List<URI> addresses;

    private final Optional<String> place;

    private final Hearing hearing;

    private final Selector selector;

    private final Thread thread = new Thread(this::listen, "benchmark-audience");

    private final ByteBuffer input = ByteBuffer.allocate(64 * 1024);

    private final long begun = System.nanoTime();

    private int asked;

    private int connected;

    private int greeted;

    private long heard;

    private long burstConnected;

    private long burstGreeted;

    private String failure = "";

    private Audience(Transport transport, List<URI> addresses, Optional<String> place, Hearing hearing) {
        this.transport = transport;
        this.addresses = addresses;
        this.place = place;
        this.hearing = hearing;
        try {
            selector = Selector.open();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Told of each mark, on the thread that reads. */
    interface Hearing {

        void heard(int listener, long mark, long at);
    }

    /** One listener for each address, each of which has been greeted when this returns. */
    static Audience of(Transport transport, List<URI> addresses, Optional<String> place, Hearing hearing) {
        var audience = new Audience(transport, addresses, place, hearing);
        try {
            audience.awaitGreetings();
            return audience;
        } catch (IllegalStateException unanswered) {
            audience.close();
            throw unanswered;
        }
    }

    /** When the first of them began to connect. */
    long begun() {
        return begun;
    }

    /** How long it took until the first thousand were connected. */
    synchronized long burstConnected() {
        return burstConnected - begun;
    }

    /** How long it took until the first thousand were greeted. */
    synchronized long burstGreeted() {
        return burstGreeted - begun;
    }

    private synchronized void awaitGreetings() {
        var last = System.nanoTime();
        for (var before = 0; greeted < addresses.size(); before = greeted) {
            pause();
            last = greeted > before ? System.nanoTime() : last;
            if (!failure.isEmpty() || System.nanoTime() - last > PATIENCE.toNanos()) {
                throw new IllegalStateException(
                        "of " + addresses.size() + " listeners, " + greeted + " were greeted; " + failure);
            }
        }
    }

    /** Waits until so many marks were heard, or none any more for a long time; says how many were. */
    synchronized long await(long marks) {
        var last = System.nanoTime();
        for (var before = heard; heard < marks; before = heard) {
            pause();
            last = heard > before ? System.nanoTime() : last;
            if (System.nanoTime() - last > PATIENCE.toNanos()) {
                return heard;
            }
        }
        return heard;
    }

    private void pause() {
        try {
            wait(100);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void listen() {
        try {
            ask();
            while (selector.isOpen()) {
                selector.select(this::serve);
                synchronized (this) {
                    ask();
                    notifyAll();
                }
            }
        } catch (IOException | RuntimeException failed) {
            synchronized (this) {
                failure = failed.toString();
                notifyAll();
            }
        }
    }

    private void ask() throws IOException {
        while (asked < addresses.size() && asked - greeted < BURST) {
            var address = addresses.get(asked);
            var channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            // Leaves nothing behind that would keep the port when it is closed.
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.register(selector, SelectionKey.OP_CONNECT, new Listener(asked, channel));
            channel.connect(new InetSocketAddress(address.getHost(), address.getPort()));
            asked++;
        }
    }

    private void serve(SelectionKey key) {
        var listener = (Listener) key.attachment();
        try {
            if (key.isConnectable()) {
                listener.channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                listener.send(transport.request(addresses.get(listener.number), place));
                count(++connected, true);
            } else {
                listener.read();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("listener " + listener.number, failed);
        }
    }

    private synchronized void count(int so, boolean connecting) {
        if (so == Math.min(BURST, addresses.size())) {
            if (connecting) {
                burstConnected = System.nanoTime();
            } else {
                burstGreeted = System.nanoTime();
            }
        }
    }

    @Override
    public void close() {
        try {
            var keys = List.copyOf(selector.keys());
            selector.close();
            thread.join();
            for (var key : keys) {
                key.channel().close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** One connection; its first words are kept until it was greeted. */
    private final class Listener {

        private final int number;

        private final SocketChannel channel;

        private ByteArrayOutputStream first = new ByteArrayOutputStream();

        private boolean opened;

        private Marks marks;

        Listener(int number, SocketChannel channel) {
            this.number = number;
            this.channel = channel;
        }

        void send(byte[] bytes) throws IOException {
            channel.write(ByteBuffer.wrap(bytes));
        }

        void read() throws IOException {
            input.clear();
            var length = channel.read(input);
            var at = System.nanoTime();
            if (length < 0) {
                throw new IOException("the server closed the connection");
            }
            if (marks != null) {
                marks.read(input.array(), 0, length, mark -> hear(mark, at));
                return;
            }
            first.write(input.array(), 0, length);
            var text = first.toString(StandardCharsets.ISO_8859_1);
            var body = text.indexOf(END_OF_HEAD) + END_OF_HEAD.length();
            if (body >= END_OF_HEAD.length()) {
                begin(text, body, at);
            }
        }

        private void begin(String text, int body, long at) throws IOException {
            if (!text.startsWith("HTTP/1.1 200") && !text.startsWith("HTTP/1.1 101")) {
                throw new IOException(text);
            }
            if (!opened) {
                opened = true;
                send(transport.opening());
            }
            if (text.indexOf(GREETING, body) < 0) {
                return;
            }
            marks = new Marks(text.substring(0, body).contains("chunked"));
            marks.read(first.toByteArray(), body, first.size(), mark -> hear(mark, at));
            first = null;
            synchronized (Audience.this) {
                greeted++;
            }
            count(greeted, false);
        }

        private void hear(long mark, long at) {
            hearing.heard(number, mark, at);
            synchronized (Audience.this) {
                heard++;
            }
        }
    }
}
