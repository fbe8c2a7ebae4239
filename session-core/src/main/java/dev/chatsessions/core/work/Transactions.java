package dev.chatsessions.core.work;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Work;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs use cases in the storage's transactions and, once they are durable, does what they left for afterwards. Each says on
 * the strength of which right it runs. Thread-safe.
 */
public final class Transactions {

    private final Storage storage;

    private final AfterCommit afterCommit;

    private final Bound own;

    public Transactions(Storage storage, AfterCommit afterCommit) {
        this.storage = storage;
        this.afterCommit = afterCommit;
        this.own = new Bound(storage, afterCommit);
    }

    /** For what {@code access} covers. */
    public <T> T read(SessionAccess access, Work<T> work) {
        return on(access).read(work);
    }

    /** For what is the user's. */
    public <T> T read(UserId user, Work<T> work) {
        return on(user).read(work);
    }

    /** As {@link #read(SessionAccess, Work)}, but the work asks its stores one thing. */
    public <T> T glance(SessionAccess access, Work<T> work) {
        return on(access).glance(work);
    }

    /** As {@link #read(UserId, Work)}, but the work asks its stores one thing. */
    public <T> T glance(UserId user, Work<T> work) {
        return on(user).glance(work);
    }

    /** Runs {@code use}, perhaps more than once, for what {@code access} covers. */
    public <T> T write(SessionAccess access, Function<Writing, T> use) {
        return on(access).write(use);
    }

    /** The same for what is the user's. */
    public <T> T write(UserId user, Function<Writing, T> use) {
        return on(user).write(use);
    }

    /** As {@link #write(SessionAccess, Function)} for a use case that tells nothing. */
    public void run(SessionAccess access, Consumer<Writing> use) {
        on(access).run(use);
    }

    /** All that {@code access} covers. */
    public Bound on(SessionAccess access) {
        return new Bound(storage.on(access), afterCommit);
    }

    private Bound on(UserId user) {
        return on(new SessionAccess.Owner(user));
    }

    /**
     * For what the library does of its own accord, before it knows for whom, or for many at once. It says itself what it
     * touches, and nothing else sees to that: these uses are few, and listed.
     */
    public Bound own() {
        return own;
    }

    /** Transactions that run on the strength of one right. */
    public record Bound(Storage storage, AfterCommit afterCommit) {

        public <T> T read(Work<T> work) {
            return storage.read(work);
        }

        /** A read that asks its stores one thing. */
        public <T> T glance(Work<T> work) {
            return storage.glance(work);
        }

        /** Runs {@code use}, perhaps more than once, and rings for what its last, successful run published. */
        public <T> T write(Function<Writing, T> use) {
            var outcome = outcome(use);
            afterCommit.committed(outcome.writing());
            return outcome.result();
        }

        private <T> Outcome<T> outcome(Function<Writing, T> use) {
            try {
                return storage.write(stores -> {
                    var writing = new Writing(stores);
                    return new Outcome<>(use.apply(writing), writing);
                });
            } catch (ChatSessionsException refused) {
                afterCommit.refused(refused);
                throw refused;
            }
        }

        /** The same for a use case that tells nothing. */
        public void run(Consumer<Writing> use) {
            write(writing -> {
                use.accept(writing);
                return true;
            });
        }
    }

    private record Outcome<T>(T result, Writing writing) {}
}
