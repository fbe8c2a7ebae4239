package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.spi.LiveSignal.Listener;
import dev.chatsessions.spi.Observer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears what other nodes tell, on the one connection that this node keeps for it, and connects again when the line is lost.
 * Thread-safe.
 */
final class SignalReceiver implements Runnable {

    private static final int LISTEN_MILLIS = 1_000;

    /** A line that went dead without a word never fails by itself. */
    private static final long PROVE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int PROOF_SECONDS = 2;

    private static final long ECHO_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long SHORTEST_PAUSE_MILLIS = 100;

    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final DataSource unpooled;

    private final String channel;

    private final String node;

    private final SignalSender sender;

    private final List<Listener> listeners;

    private final Observer observer;

    private final CountDownLatch closed = new CountDownLatch(1);

    private volatile Connection line;

    SignalReceiver(
            DataSource unpooled,
            String channel,
            String node,
            SignalSender sender,
            List<Listener> listeners,
            Observer observer) {
        this.unpooled = unpooled;
        this.channel = channel;
        this.node = node;
        this.sender = sender;
        this.listeners = listeners;
        this.observer = observer;
    }

    /** Connects, and makes sure that what is told is heard: a pooler on the way may swallow it without a word. */
    void connect() throws SQLException {
        var connection = unpooled.getConnection();
        try {
            connection.setAutoCommit(true);
            try (var statement = connection.createStatement()) {
                statement.execute("listen \"" + channel + "\"");
            }
            requireEcho(connection.unwrap(PGConnection.class));
        } catch (SQLException | RuntimeException failure) {
            abort(connection);
            throw failure;
        }
        line = connection;
        if (isClosed()) {
            abort(connection);
        }
    }

    private void requireEcho(PGConnection connection) throws SQLException {
        var until = System.nanoTime() + ECHO_NANOS;
        sender.notify(node);
        while (System.nanoTime() - until < 0) {
            for (var heard : connection.getNotifications(LISTEN_MILLIS)) {
                if (heard.getParameter().equals(node)) {
                    return;
                }
            }
        }
        throw new NoEcho();
    }

    /** Notifications do not come through. */
    static final class NoEcho extends SQLException {

        private static final long serialVersionUID = 1L;

        NoEcho() {
            super(
                    "what is notified is not heard on the connection that listens: let it lead to the server itself and not"
                            + " to a pooler in transaction mode, or do without notifications");
        }
    }

    @Override
    public void run() {
        var failures = 0;
        while (!isClosed()) {
            try {
                if (failures > 0) {
                    connect();
                    // Whatever was told meanwhile was told to nobody.
                    listeners.forEach(listener -> tell(listener::missed));
                }
                failures = 0;
                listen(line);
            } catch (SQLException | RuntimeException failure) {
                abort(line);
                if (!isClosed()) {
                    PostgresSignal.tell(observer, failure);
                    pauseAfter(++failures);
                }
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        var proven = System.nanoTime();
        while (!isClosed()) {
            for (var heard : connection.unwrap(PGConnection.class).getNotifications(LISTEN_MILLIS)) {
                hear(heard);
            }
            if (System.nanoTime() - proven > PROVE_EVERY_NANOS) {
                if (!connection.isValid(PROOF_SECONDS)) {
                    throw new SQLException("the connection that listens has gone dead");
                }
                proven = System.nanoTime();
            }
        }
    }

    private void hear(PGNotification heard) {
        var text = SignalText.read(heard.getParameter());
        if (text.node().equals(node)) {
            return;
        }
        for (var listener : listeners) {
            tell(() -> text.logs().ifPresentOrElse(listener::grown, listener::missed));
        }
    }

    private void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException failure) {
            PostgresSignal.tell(observer, failure);
        }
    }

    private void pauseAfter(int failures) {
        var longest = Math.min(LONGEST_PAUSE_MILLIS, SHORTEST_PAUSE_MILLIS << Math.min(failures, 10));
        try {
            closed.await(ThreadLocalRandom.current().nextLong(longest / 2, longest), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            closed.countDown();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Without a word to the server, which may not hear it. */
    private static void abort(Connection connection) {
        try {
            if (connection != null) {
                connection.abort(Runnable::run);
            }
        } catch (SQLException gone) {
            // It is lost either way.
        }
    }

    void close() {
        closed.countDown();
        abort(line);
    }
}
