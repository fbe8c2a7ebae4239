package dev.chatsessions.identity;

/** What kind of thing a credential allows; to what, is decided by ownership. */
public enum Permission {
    READ,
    WRITE,
    ADMINISTER
}
