package dev.chatsessions.examples.worker;

/** An agent did not start, or did not answer; the message is for the user who asked. */
final class AgentFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean lasting;

    AgentFailure(String reason) {
        this(reason, null);
    }

    AgentFailure(String reason, Throwable cause) {
        this(reason, cause, false);
    }

    private AgentFailure(String reason, Throwable cause, boolean lasting) {
        super(reason, cause);
        this.lasting = lasting;
    }

    /** One that no other try would change. */
    static AgentFailure lasting(String reason) {
        return new AgentFailure(reason, null, true);
    }

    boolean isLasting() {
        return lasting;
    }
}
