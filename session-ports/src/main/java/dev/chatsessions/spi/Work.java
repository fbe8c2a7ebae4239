package dev.chatsessions.spi;

/**
 * What is done in one transaction. May be run more than once, so it does no I/O of its own and calls nobody back; within
 * it neither {@code read} nor {@code write} may be called (IllegalStateException).
 */
@FunctionalInterface
public interface Work<T> {

    T in(Stores stores);
}
