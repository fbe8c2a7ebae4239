package dev.chatsessions.webhook;

/** How a secret of webhooks is used. On the wire in lower case. */
public enum SecretKind {
    /** It is the last part of the address that is called. */
    PATH,
    /** It signs each delivery, with its id and time, as Standard Webhooks has it. */
    STANDARD,
    /** It signs the body of each delivery, as GitHub has it. */
    GITHUB
}
