package dev.chatsessions.thread;

/**
 * How much of a thread an answerer is given: a view on history, never a deletion.
 *
 * @param messages the newest so many, 1 to 1,000
 */
public record ContextWindow(int messages) {

    public ContextWindow {
        if (messages < 1 || messages > 1_000) {
            throw new IllegalArgumentException("messages " + messages + " is not 1 to 1000");
        }
    }
}
