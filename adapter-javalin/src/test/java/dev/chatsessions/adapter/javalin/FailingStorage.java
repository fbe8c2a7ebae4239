package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Work;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** A storage that is lost when the test says so, and counts how often it was read. */
final class FailingStorage implements Storage {

    private final Storage inner;

    private volatile boolean lost;

    private final AtomicInteger reads = new AtomicInteger();

    FailingStorage(Storage inner) {
        this.inner = inner;
    }

    void lose() {
        lost = true;
    }

    void find() {
        lost = false;
    }

    int reads() {
        return reads.get();
    }

    @Override
    public <T> T read(Work<T> work) {
        requireThere();
        reads.incrementAndGet();
        return inner.read(work);
    }

    @Override
    public <T> T write(Work<T> work) {
        requireThere();
        return inner.write(work);
    }

    @Override
    public void check() {
        requireThere();
        inner.check();
    }

    @Override
    public void close() {
        inner.close();
    }

    private void requireThere() {
        if (lost) {
            throw new Unavailable(
                    "storage-unavailable", "the storage cannot be reached", new IOException("the wire was cut"));
        }
    }
}
