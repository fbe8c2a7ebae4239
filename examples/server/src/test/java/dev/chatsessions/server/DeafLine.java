package dev.chatsessions.server;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A line to PostgreSQL on which no notification comes through, as behind a pooler in transaction mode. */
final class DeafLine implements AutoCloseable {

    /** The server's message that somebody notified, of the protocol of version 3. */
    private static final int NOTIFICATION = 'A';

    private static final int LENGTH_BYTES = 4;

    private final ServerSocket entry;

    private final int server;

    DeafLine(int server) {
        this.server = server;
        try {
            entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        begin(this::accept);
    }

    int port() {
        return entry.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            var near = entry.accept();
            var far = new Socket(InetAddress.getLoopbackAddress(), server);
            begin(() -> {
                try (near;
                        far) {
                    near.getInputStream().transferTo(far.getOutputStream());
                }
            });
            begin(() -> {
                try (near;
                        far) {
                    answer(
                            new DataInputStream(new BufferedInputStream(far.getInputStream())),
                            new DataOutputStream(new BufferedOutputStream(near.getOutputStream())));
                }
            });
        }
    }

    private static void answer(DataInputStream from, DataOutputStream to) throws IOException {
        for (var type = from.read(); type >= 0; type = from.read()) {
            var length = from.readInt();
            var body = from.readNBytes(length - LENGTH_BYTES);
            if (type != NOTIFICATION) {
                to.writeByte(type);
                to.writeInt(length);
                to.write(body);
            }
            if (from.available() == 0) {
                to.flush();
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void begin(Step step) {
        var thread = new Thread(() -> {
            try {
                step.run();
            } catch (IOException closed) {
                // Either end has gone, or the test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            entry.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
