package dev.chatsessions.core.work;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Work;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs use cases in the storage's transactions and, once they are durable, does what they left for afterwards. Thread-safe. */
public final class Transactions {

    private final Storage storage;

    private final AfterCommit afterCommit;

    public Transactions(Storage storage, AfterCommit afterCommit) {
        this.storage = storage;
        this.afterCommit = afterCommit;
    }

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

    private record Outcome<T>(T result, Writing writing) {}
}
