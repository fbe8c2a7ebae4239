package dev.chatsessions.core.usecases;

import dev.chatsessions.spi.Storage;
import java.time.Duration;

/** A fresh storage to run one test on, and a hand on its time. */
public interface Backend extends AutoCloseable {

    /** The storage, empty at first. The same at each call; closed with the backend and by nobody else. */
    Storage storage();

    /** Moves what {@code stores.now()} tells forward. */
    void advance(Duration by);

    /** How many random cases are worth their time here: fewer where each of their steps is a commit to a disk. */
    default int randomCases() {
        return 20 * Integer.getInteger("chat-sessions.kills", 1);
    }

    @Override
    void close();
}
