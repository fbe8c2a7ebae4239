package dev.chatsessions.adapter.jdbi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.LogScope;
import dev.chatsessions.spi.LiveSignal;
import dev.chatsessions.spi.Observer;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/**
 * Wakes the nodes that share a PostgreSQL, by its LISTEN and NOTIFY. Each node keeps one connection of its own to listen on;
 * what it tells the others is gathered and sent beside the commits, never within one. Thread-safe.
 */
public final class PostgresSignal implements LiveSignal {

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private final SignalSender sender;

    private final SignalReceiver receiver;

    private PostgresSignal(Builder builder) {
        var node = UUID.randomUUID().toString();
        sender = new SignalSender(builder.pool, builder.schema, node, builder.observer);
        receiver = new SignalReceiver(builder.unpooled, builder.schema, node, sender, listeners, builder.observer);
    }

    /**
     * Begins to make a signal.
     *
     * @param pool where the storage's connections come from; one is borrowed whenever there is something to tell
     * @param unpooled gives a new connection each time, as it is kept for good; it leads to the server itself, as a pooler in
     *     transaction mode delivers no notification
     */
    public static Builder builder(DataSource pool, DataSource unpooled) {
        return new Builder(requireNonNull(pool, "pool"), requireNonNull(unpooled, "unpooled"));
    }

    @Override
    public void ring(Set<LogScope> grown) {
        sender.ring(grown);
    }

    @Override
    public Registration listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Listens and tells no more. The data sources stay the host's. */
    @Override
    public void close() {
        listeners.clear();
        sender.close();
        receiver.close();
    }

    static void tell(Observer observer, Throwable failure) {
        try {
            observer.failed("signal", failure);
        } catch (RuntimeException ignored) {
            // An observer that fails while being told of a failure has nobody left to tell.
        }
    }

    private PostgresSignal start() {
        try {
            receiver.connect();
        } catch (SQLException failure) {
            close();
            throw failure instanceof SignalReceiver.NoEcho
                    ? new IllegalStateException(failure.getMessage(), failure)
                    : Failures.unavailable(failure);
        }
        for (var task : List.of(sender, receiver)) {
            var thread = new Thread(task, "chat-sessions-signal");
            thread.setDaemon(true);
            thread.start();
        }
        return this;
    }

    /** Makes a {@link PostgresSignal}. Not thread-safe. */
    public static final class Builder {

        private final DataSource pool;

        private final DataSource unpooled;

        private String schema = Settings.DEFAULT.schema();

        private Observer observer = Observer.none();

        private Builder(DataSource pool, DataSource unpooled) {
            this.pool = pool;
            this.unpooled = unpooled;
        }

        /** The schema of the storage's tables; nodes of other schemas are not woken. */
        public Builder schema(String name) {
            schema = Settings.DEFAULT.withSchema(name).schema();
            return this;
        }

        /** Told when the connection that listens is lost, and whenever others could not be told. */
        public Builder observer(Observer value) {
            observer = requireNonNull(value, "observer");
            return this;
        }

        /**
         * Connects and begins to listen.
         *
         * @throws dev.chatsessions.ChatSessionsException.Unavailable when the database cannot be reached
         * @throws IllegalStateException when notifications do not come through, as behind a pooler in transaction mode
         */
        public PostgresSignal open() {
            return new PostgresSignal(this).start();
        }
    }
}
