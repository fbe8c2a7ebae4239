package dev.chatsessions.benchmarks;

/** One conversation, as kept by whoever is measured. For one thread at a time. */
interface Conversation {

    /** How many of the newest messages a turn reads. */
    int HISTORY = 50;

    /** Reads the newest messages, and says how many it got. */
    int history();

    /** Stores a question and its answer, with what they consumed, durably. */
    void append();

    /** What a chat does each time that somebody says something. */
    default void turn() {
        history();
        append();
    }
}
