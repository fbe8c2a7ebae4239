package dev.chatsessions.session;

/** What a session is for; it decides who answers in it and whether it ages. */
public enum SessionKind {
    /** A user's chat with the assistant; never expires. */
    CHAT,
    /** What a linked device delivers; never expires. */
    DEVICE,
    /** A business process; nobody answers in it; never expires. */
    WORKFLOW,
    /** A chat with a worker program; becomes idle. */
    WORKER,
    /** Several clients sharing state and broadcasts; nobody answers in it; expires by inactivity. */
    SHARED
}
