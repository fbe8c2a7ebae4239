package dev.chatsessions.thread;

/** Who speaks in a message. */
public enum Role {
    USER,
    ASSISTANT,
    SYSTEM,
    TOOL
}
