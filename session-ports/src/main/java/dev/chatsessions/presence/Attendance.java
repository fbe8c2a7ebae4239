package dev.chatsessions.presence;

/** One connection of a client that is in a session. Thread-safe; no call does I/O or waits. */
public interface Attendance extends AutoCloseable {

    /** The client did something: the session counts as used, written within moments and seldom, however often it is said. */
    void active();

    /**
     * The connection is over. The client has left when it comes back by none within the grace period. Repeating it changes
     * nothing.
     */
    @Override
    void close();
}
