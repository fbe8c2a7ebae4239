package dev.chatsessions.examples.worker;

/** An agent did not start, or did not answer; the message is for the user who asked. */
final class AgentFailure extends Exception {

    private static final long serialVersionUID = 1L;

    AgentFailure(String reason) {
        super(reason);
    }

    AgentFailure(String reason, Throwable cause) {
        super(reason, cause);
    }
}
