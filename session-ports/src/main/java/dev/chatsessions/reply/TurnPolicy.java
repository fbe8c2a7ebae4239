package dev.chatsessions.reply;

/** What happens to a question in a thread that still owes an answer. */
public enum TurnPolicy {
    /** Refuse it: Conflict {@code thread-busy}. */
    REJECT,
    /** Answer it after those before it. */
    ENQUEUE,
    /** Stop all open answers of the thread and answer this one. */
    INTERRUPT
}
