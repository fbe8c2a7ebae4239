package dev.chatsessions.core.work;

import dev.chatsessions.ChatSessionsException;

/** Told what became of every use case that writes. */
public interface AfterCommit {

    /** It is durable. */
    void committed(Writing writing);

    /** Nothing came of it. */
    void refused(ChatSessionsException why);
}
