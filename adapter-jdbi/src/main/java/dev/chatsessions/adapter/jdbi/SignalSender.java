package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.LogScope;
import dev.chatsessions.spi.Observer;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * Tells the other nodes, on a thread of its own and never within a commit, where a notification would take a lock that all
 * commits of the server share. What grows while one notification is on its way goes with the next. Thread-safe.
 */
final class SignalSender implements Runnable {

    /** More than this cannot be told by name anyway. */
    private static final int MOST_LOGS = 500;

    private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final DataSource pool;

    private final String channel;

    private final String node;

    private final Observer observer;

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();

    private Set<LogScope> waiting = new HashSet<>();

    private boolean tooMany;

    private boolean closed;

    SignalSender(DataSource pool, String channel, String node, Observer observer) {
        this.pool = pool;
        this.channel = channel;
        this.node = node;
        this.observer = observer;
    }

    void ring(Set<LogScope> grown) {
        lock.lock();
        try {
            waiting.addAll(grown);
            if (waiting.size() > MOST_LOGS) {
                tooMany = true;
                waiting.clear();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            for (var next = take(); next.isPresent(); next = take()) {
                send(next.get());
                pause();
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<SignalText> take() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !tooMany && !closed) {
                changed.await();
            }
            if (closed) {
                return Optional.empty();
            }
            var text = tooMany ? SignalText.everything(node) : SignalText.of(node, waiting);
            waiting = new HashSet<>();
            tooMany = false;
            return Optional.of(text);
        } finally {
            lock.unlock();
        }
    }

    /** A ring that is lost here is one that the others' poll makes good. */
    private void send(SignalText text) {
        try {
            notify(text.write());
        } catch (SQLException | RuntimeException failure) {
            PostgresSignal.tell(observer, failure);
        }
    }

    void notify(String payload) throws SQLException {
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(true);
            try (var statement = connection.prepareStatement("select pg_notify(?, ?)")) {
                statement.setString(1, channel);
                statement.setString(2, payload);
                statement.execute();
            }
        }
    }

    private void pause() throws InterruptedException {
        lock.lock();
        try {
            for (var left = LEAST_PAUSE_NANOS; left > 0 && !closed; ) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
