package dev.chatsessions.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The least that can be done: sockets that never block, to each of which the same bytes are written. */
final class SocketBroadcaster implements Broadcaster {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

    private static final String GREETING = "data: hello\n\n";

    private static final String END_OF_REQUEST = "\r\n\r\n";

    private final Set<Client> clients = ConcurrentHashMap.newKeySet();

    private final Selector selector = Selector.open();

    private final ServerSocketChannel listening = ServerSocketChannel.open();

    private final ByteBuffer input = ByteBuffer.allocate(4 * 1024);

    private SocketBroadcaster() throws IOException {
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Listening.ACCEPT_QUEUE);
        listening.configureBlocking(false);
        listening.register(selector, SelectionKey.OP_ACCEPT);
        var thread = new Thread(this::run, "bare-sockets");
        thread.setDaemon(true);
        thread.start();
    }

    static SocketBroadcaster open() throws IOException {
        return new SocketBroadcaster();
    }

    @Override
    public URI address() {
        return URI.create("http://127.0.0.1:" + listening.socket().getLocalPort() + "/events");
    }

    @Override
    public long publish(long mark, long told) {
        var frame = bytes("id: " + mark + "\ndata: " + Words.asLongAsOurs(mark) + "\n\n");
        clients.forEach(client -> client.send(frame.duplicate()));
        return told;
    }

    @Override
    public String place() {
        throw new IllegalStateException("a bare socket keeps nothing");
    }

    @Override
    public int listeners() {
        return clients.size();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(this::serve);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else if (key.isReadable()) {
                read((Client) key.attachment());
            } else {
                ((Client) key.attachment()).write();
            }
        } catch (CancelledKeyException gone) {
            // It left while it was being told something.
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void accept() throws IOException {
        for (var channel = listening.accept(); channel != null; channel = listening.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var client = new Client(channel);
            client.key = channel.register(selector, SelectionKey.OP_READ, client);
        }
    }

    /** A request is read in one piece or not at all, as everybody here sends it so. */
    private void read(Client client) {
        try {
            input.clear();
            if (client.channel.read(input) < 0) {
                client.leave();
            } else if (new String(input.array(), 0, input.position(), StandardCharsets.US_ASCII)
                    .endsWith(END_OF_REQUEST)) {
                client.send(bytes(HEAD));
                clients.add(client);
                client.send(bytes(GREETING));
            }
        } catch (IOException gone) {
            client.leave();
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
            listening.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** One connection and what it has not taken yet. */
    private final class Client {

        private final Queue<ByteBuffer> waiting = new ArrayDeque<>();

        private final SocketChannel channel;

        private SelectionKey key;

        Client(SocketChannel channel) {
            this.channel = channel;
        }

        synchronized void send(ByteBuffer frame) {
            waiting.add(frame);
            if (waiting.size() == 1) {
                write();
            }
        }

        synchronized void write() {
            try {
                while (!waiting.isEmpty()) {
                    channel.write(waiting.peek());
                    if (waiting.peek().hasRemaining()) {
                        key.interestOpsOr(SelectionKey.OP_WRITE);
                        selector.wakeup();
                        return;
                    }
                    waiting.remove();
                }
                key.interestOpsAnd(SelectionKey.OP_READ);
            } catch (IOException | CancelledKeyException gone) {
                leave();
            }
        }

        void leave() {
            clients.remove(this);
            key.cancel();
            try {
                channel.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
