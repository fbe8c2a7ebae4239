package dev.chatsessions.reply;

/** Where a reply is. */
public enum ReplyStatus {
    /** Waits for a producer. */
    QUEUED,
    /** One producer holds it; at most one per thread. */
    RUNNING,
    /** Ended; nothing about it changes any more. */
    FINISHED;

    /** Whether an end is still to come. */
    public boolean isOpen() {
        return this != FINISHED;
    }
}
