package dev.chatsessions.examples.worker;

import java.util.Optional;

/** What answers in one session; is asked one thing at a time, and may be cancelled and closed meanwhile by another thread. */
interface Agent extends AutoCloseable {

    /** How it calls the session itself, if it can take it up again by that. */
    Optional<String> session();

    /** Whether it can be asked; one that died cannot. */
    boolean isAlive();

    /** Answers, and returns when it has said everything. Fails when it died, and when it was closed. */
    AgentEnd answer(String question, AgentOutput output) throws AgentFailure;

    /** Asks it to end its answer soon, with what it has said. Without effect when it is not answering. */
    void cancel();

    /** Ends it and whatever it started, at once. */
    @Override
    void close();

    /** How an agent is had. */
    @FunctionalInterface
    interface Starter {

        /** Starts one, or takes up again the one that was there. */
        Agent start(AgentPlace place) throws AgentFailure;
    }
}
