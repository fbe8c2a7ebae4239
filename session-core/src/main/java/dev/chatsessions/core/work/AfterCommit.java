package dev.chatsessions.core.work;

/** Told of every use case once it is durable. */
@FunctionalInterface
public interface AfterCommit {

    void committed(Writing writing);
}
