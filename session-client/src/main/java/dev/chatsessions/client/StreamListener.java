package dev.chatsessions.client;

/**
 * Told what a stream says, one call at a time and in order, on a thread of the client's. Must not block: it holds up its own
 * stream. An exception ends the stream as {@link StreamEnd.Failed}.
 */
public interface StreamListener {

    /**
     * An event, each once however often the line was cut. {@code gap} says that something cannot be told any more, and is
     * followed by {@code snapshot}, which stands for all before it.
     */
    void event(StreamEvent event);

    /** The line was lost, or could not be opened; it is tried again by itself. */
    default void interrupted(String why) {}

    /** The last call, unless the stream was closed by its holder. */
    default void ended(StreamEnd end) {}
}
