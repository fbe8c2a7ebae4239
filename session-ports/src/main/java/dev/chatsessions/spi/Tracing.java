package dev.chatsessions.spi;

import java.util.function.Supplier;

/**
 * Puts spans around what the library does: one for each call of a facade, one within it for each transaction, and what it
 * likes from a question to the end of its reply, of which it is told as an observer. A span is a part of what its thread
 * is doing already, such as a request. Must not fail. Thread-safe.
 */
public interface Tracing extends Observer {

    /**
     * Does {@code step} within a span and gives what it gave; what it throws passes.
     *
     * @param name of a few, such as {@code replies.ask} or {@code storage.write}
     */
    <T> T span(String name, Supplier<T> step);

    /** Has the assistant answer as a part of what asked it, where that is known here. */
    void answer(Assistant assistant, Assistant.Turn turn, Assistant.Sink sink) throws Exception;
}
