package dev.chatsessions.thread;

/** How a message ended. Everything but OPEN is final. */
public enum MessageStatus {
    /** An answer that is queued or being written; its text is not in the message yet. */
    OPEN,
    /** Whole. */
    COMPLETE,
    /** An answer that its model cut off at a length limit. */
    CUT_OFF,
    /** An answer that was told to stop; the text so far. */
    STOPPED,
    /** An answer that failed; the text so far, perhaps none. */
    FAILED,
    /** An answer whose producer was lost; the text so far. */
    EXPIRED
}
