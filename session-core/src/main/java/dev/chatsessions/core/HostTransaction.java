package dev.chatsessions.core;

import dev.chatsessions.ChatSessions;

/**
 * The use cases within a transaction that the host has open and ends itself: what they store is there if and when the host
 * commits. Nothing is claimed, awaited, subscribed to or paired in here (IllegalStateException). For the thread that has the
 * transaction.
 */
public interface HostTransaction extends ChatSessions {

    /** To be called after the host's commit: wakes whoever follows what was stored. Not calling it costs up to a second. */
    void committed();
}
