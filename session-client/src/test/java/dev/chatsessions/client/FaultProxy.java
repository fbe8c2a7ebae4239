package dev.chatsessions.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and its server, and does to their lines what networks do. Counts what it did. */
public final class FaultProxy implements AutoCloseable {

    /** So little that a server soon feels it when its words are held up. */
    private static final int ROOM = 32 * 1024;

    private final ServerSocket listening;

    private volatile int server;

    private final Set<Line> lines = ConcurrentHashMap.newKeySet();

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "fault-proxy");
        thread.setDaemon(true);
        return thread;
    });

    private final AtomicInteger cuts = new AtomicInteger();

    private final Object gate = new Object();

    private boolean holding;

    private volatile boolean refusing;

    public FaultProxy(int server) {
        this.server = server;
        try {
            listening = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        threads.execute(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Where new lines lead from now on; those that are up stay. */
    public void leadTo(int port) {
        server = port;
    }

    /** How many lines were cut while they were up. */
    public int cuts() {
        return cuts.get();
    }

    /** Cuts every line, in the middle of whatever is said: the client sees a reset. */
    public void reset() {
        lines.forEach(line -> line.cut(true));
    }

    /** Closes every line as a server does that ends. */
    public void close(boolean andRefuse) {
        refusing = andRefuse;
        lines.forEach(line -> line.cut(false));
    }

    /** From now on nothing passes on the lines that are up, and nobody is told. */
    public void stall() {
        lines.forEach(line -> line.stalled = true);
    }

    /** From now on nothing passes on any line, old or new, and nobody is told; {@link #release} lets all of it through. */
    public void hold() {
        synchronized (gate) {
            holding = true;
        }
    }

    public void release() {
        synchronized (gate) {
            holding = false;
            gate.notifyAll();
        }
    }

    private void awaitRelease() throws IOException {
        synchronized (gate) {
            while (holding) {
                try {
                    gate.wait();
                } catch (InterruptedException closed) {
                    throw new IOException("the proxy was closed", closed);
                }
            }
        }
    }

    private void accept() {
        try {
            while (true) {
                var client = listening.accept();
                if (refusing || !connect(client)) {
                    client.close();
                }
            }
        } catch (IOException closed) {
            threads.shutdownNow();
        }
    }

    /** Whether there is a server at the other end. */
    private boolean connect(Socket client) {
        try {
            var upstream = new Socket();
            upstream.setReceiveBufferSize(ROOM);
            upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server));
            var line = new Line(client, upstream);
            lines.add(line);
            threads.execute(() -> line.pump(line.client, line.upstream));
            threads.execute(() -> line.pump(line.upstream, line.client));
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    private final class Line {

        private final Socket client;

        private final Socket upstream;

        private volatile boolean stalled;

        Line(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void pump(Socket from, Socket to) {
            var buffer = new byte[8_192];
            try {
                for (var count = from.getInputStream().read(buffer);
                        count >= 0;
                        count = from.getInputStream().read(buffer)) {
                    awaitRelease();
                    if (!stalled) {
                        to.getOutputStream().write(buffer, 0, count);
                    }
                }
            } catch (IOException gone) {
                // Either end may go at any time.
            }
            if (lines.remove(this)) {
                closeBoth();
            }
        }

        void cut(boolean hard) {
            if (!lines.remove(this)) {
                return;
            }
            cuts.incrementAndGet();
            try {
                if (hard) {
                    client.setSoLinger(true, 0);
                }
            } catch (IOException gone) {
                // It was closed in the meantime.
            }
            closeBoth();
        }

        private void closeBoth() {
            try (client;
                    upstream) {
                // Both, whichever fails.
            } catch (IOException gone) {
                // It was closed in the meantime.
            }
        }
    }

    @Override
    public void close() {
        release();
        close(true);
        try {
            listening.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
