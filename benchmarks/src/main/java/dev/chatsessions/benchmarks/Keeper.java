package dev.chatsessions.benchmarks;

/** Keeps conversations: the product, or a floor. Thread-safe. */
interface Keeper {

    /** Starts a conversation of a user of its own, with so many messages in it. */
    Conversation start(int messages);
}
