package dev.chatsessions.spi;

/**
 * Where everything is kept. Thread-safe; making one does no I/O and starts no thread.
 *
 * <p>A storage that cannot be reached fails with {@code Unavailable}: {@code storage-unavailable} when nothing was
 * stored, {@code outcome-unknown} when the connection was lost while committing.
 */
public interface Storage extends AutoCloseable {

    /**
     * Runs {@code work} on a consistent snapshot. Whatever changes something fails with {@link IllegalStateException}.
     */
    <T> T read(Work<T> work);

    /**
     * As {@link #read}, for a work that asks its stores one thing: a storage to which a wire leads may begin, ask and end
     * in one trip over it. Asking for more is allowed, and may be slower than a read.
     */
    default <T> T glance(Work<T> work) {
        return read(work);
    }

    /**
     * Runs {@code work} in one transaction over all stores: when it returns, everything is durable; when it throws,
     * nothing happened. Serialization failures and deadlocks run it again, a bounded number of times; a commit whose
     * outcome is unknown never does. Each statement sees what was committed before it (READ COMMITTED); locks are held to
     * the end.
     */
    <T> T write(Work<T> work);

    /**
     * The same storage for works that touch no more than {@code access} covers, to which their stores see. Where the
     * database can see to it too, it does. Whoever stands before a storage passes this on.
     */
    default Storage on(SessionAccess access) {
        return this;
    }

    /** Fails with {@code Unavailable} unless the storage can be used now, in the version this program needs. */
    void check();

    /** Lets go of what this storage opened itself, and of nothing that it was given. */
    @Override
    void close();
}
