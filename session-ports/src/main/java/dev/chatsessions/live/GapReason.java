package dev.chatsessions.live;

/** Why a reader could not go on from its cursor. On the wire in lower case. */
public enum GapReason {
    /** What came next is no longer kept: a retention policy removed it. */
    TRIMMED,
    /** The thread was cleared since. */
    CLEARED,
    /** The cursor belongs to another log. */
    FOREIGN,
    /** The cursor is beyond the log's end. */
    FUTURE,
    /** The log began anew since. */
    EPOCH,
    /** The cursor could not be read. */
    MALFORMED
}
