package dev.chatsessions.adapter.jdbi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between a driver and its server, and cuts the line when words pass that it was told to wait for. */
final class CuttingProxy implements AutoCloseable {

    /** When, counted from the words that the client sends. */
    enum Cut {
        NEVER,
        /** The server does not get them. */
        BEFORE,
        /** The server gets them and its answer is lost. */
        AFTER
    }

    private final ServerSocket listening;

    private final int server;

    private final String words;

    private final AtomicReference<Cut> cut = new AtomicReference<>(Cut.NEVER);

    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    CuttingProxy(int server, String words) throws IOException {
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.server = server;
        this.words = words;
        threads.execute(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Cuts once, when the words come by next. */
    void cut(Cut when) {
        cut.set(when);
    }

    private void accept() {
        try {
            while (true) {
                var client = listening.accept();
                var upstream = new Socket(InetAddress.getLoopbackAddress(), server);
                open.add(client);
                open.add(upstream);
                var mute = new AtomicBoolean();
                threads.execute(() -> toServer(client, upstream, mute));
                threads.execute(() -> toClient(upstream, client, mute));
            }
        } catch (IOException closed) {
            threads.shutdownNow();
        }
    }

    private void toServer(Socket client, Socket upstream, AtomicBoolean mute) {
        var buffer = new byte[64 * 1024];
        try {
            var input = client.getInputStream();
            for (var count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                var seen = new String(buffer, 0, count, StandardCharsets.ISO_8859_1).contains(words);
                var now = seen ? cut.getAndSet(Cut.NEVER) : Cut.NEVER;
                if (now == Cut.BEFORE) {
                    break;
                }
                if (now == Cut.AFTER) {
                    mute.set(true);
                }
                upstream.getOutputStream().write(buffer, 0, count);
                upstream.getOutputStream().flush();
            }
        } catch (IOException lost) {
            mute.set(true);
        } finally {
            if (!mute.get()) {
                close(client, upstream);
            }
        }
    }

    /** Once it is mute, the first word of the answer tells that the server has done it, and is the last that it says. */
    private static void toClient(Socket upstream, Socket client, AtomicBoolean mute) {
        var buffer = new byte[64 * 1024];
        try {
            var input = upstream.getInputStream();
            for (var count = input.read(buffer); count >= 0 && !mute.get(); count = input.read(buffer)) {
                client.getOutputStream().write(buffer, 0, count);
                client.getOutputStream().flush();
            }
        } catch (IOException lost) {
            mute.set(true);
        } finally {
            close(client, upstream);
        }
    }

    private static void close(Socket... sockets) {
        try {
            for (var socket : sockets) {
                socket.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        close(open.toArray(Socket[]::new));
        try {
            listening.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
