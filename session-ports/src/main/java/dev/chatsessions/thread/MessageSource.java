package dev.chatsessions.thread;

/** How a message came in. */
public enum MessageSource {
    /** Typed or sent by a client. */
    CLIENT,
    /** Written by an answerer. */
    REPLY,
    /** Heard by a device. */
    TRANSCRIPT,
    /** Brought by the host or an import. */
    HOST
}
