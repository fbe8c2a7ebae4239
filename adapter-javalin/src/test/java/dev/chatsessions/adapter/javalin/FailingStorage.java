package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Work;
import java.io.IOException;

/** A storage that is lost when the test says so. */
final class FailingStorage implements Storage {

    private final Storage inner;

    private volatile boolean lost;

    FailingStorage(Storage inner) {
        this.inner = inner;
    }

    void lose() {
        lost = true;
    }

    void find() {
        lost = false;
    }

    @Override
    public <T> T read(Work<T> work) {
        requireThere();
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
