package dev.chatsessions.adapter.javalin;

import java.io.IOException;

/**
 * What brings a stream to its reader: how a frame looks, how its bytes leave and how the stream ends. Its connection is
 * the only one to write, from one thread at a time.
 */
interface Carrier {

    /** How frames look. */
    Framing framing();

    /** When to come back after the stream broke; nothing where the reader learns that otherwise. */
    byte[] comeBack();

    /** From here on tells the connection that there is room again, and that the reader is gone. */
    void carry(LiveConnection connection);

    /** Whether there is room for a write; after a no, the connection is told when there is, perhaps before it hears the no. */
    boolean isReady();

    /** Writes a part of a frame, when there is room. */
    void write(byte[] frame, int from, int length) throws IOException;

    /** Lets nothing that was written wait, when there is room. */
    void flush() throws IOException;

    /**
     * Finds out whether the reader is there; called again and again.
     *
     * @param silent for how many nanoseconds nothing was sent, while nothing waited
     */
    void beat(long now, long silent);

    /** Everything was taken. */
    void end(Ending how);

    /** Ends it without waiting for a reader that takes nothing. */
    void cut(Ending how);
}
