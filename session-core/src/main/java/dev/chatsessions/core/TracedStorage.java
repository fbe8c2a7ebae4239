package dev.chatsessions.core;

import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Tracing;
import dev.chatsessions.spi.Work;

/** A storage each of whose transactions is a span. */
record TracedStorage(Storage storage, Tracing tracing) implements Storage {

    @Override
    public <T> T read(Work<T> work) {
        return tracing.span("storage.read", () -> storage.read(work));
    }

    @Override
    public <T> T glance(Work<T> work) {
        return tracing.span("storage.read", () -> storage.glance(work));
    }

    @Override
    public <T> T write(Work<T> work) {
        return tracing.span("storage.write", () -> storage.write(work));
    }

    @Override
    public Storage on(SessionAccess access) {
        return new TracedStorage(storage.on(access), tracing);
    }

    @Override
    public void check() {
        storage.check();
    }

    @Override
    public void close() {
        storage.close();
    }
}
