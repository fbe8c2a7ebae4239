package dev.chatsessions.core.usecases;

import dev.chatsessions.spi.Storage;
import java.time.Duration;

/** A fresh storage to run one test on, and a hand on its time. */
public interface Backend extends AutoCloseable {

    /** The storage, empty at first. The same at each call; closed with the backend and by nobody else. */
    Storage storage();

    /** Moves what {@code stores.now()} tells forward. */
    void advance(Duration by);

    @Override
    void close();
}
