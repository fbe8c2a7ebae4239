package dev.chatsessions.live;

/** Why a subscription is over. On the wire in lower case. */
public enum StreamEnd {
    /** The session ended, or a shared one was completed; everything in its log was delivered. */
    SESSION_ENDED,
    /** The session or thread was deleted. */
    DELETED,
    /** The caller may no longer read it. */
    REVOKED,
    /** The node is going away; resume elsewhere. */
    CLOSING
}
