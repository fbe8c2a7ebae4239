package dev.chatsessions.webhook;

/** What a device must hear for the assistant to answer. */
public enum ListenMode {
    /** One of the user's phrases, each time. */
    TRIGGER,
    /** One of the user's phrases, or anything within the follow-up window of an answer. */
    FOLLOWUP,
    /** Anything that is said. */
    ALWAYS
}
