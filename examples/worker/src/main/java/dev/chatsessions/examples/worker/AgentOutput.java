package dev.chatsessions.examples.worker;

/** Takes what an agent says while it answers. */
interface AgentOutput {

    /** More of the answer, cut anywhere. */
    void text(String more);

    /** What it is doing, for the user to see meanwhile. */
    void status(String what);

    /** Something that it may only do once the user has said so. */
    void permission(PermissionAsk ask);

    /** Whether the answer is to be ended; an agent that begins looks here, as nothing could be cancelled before. */
    boolean isUnwanted();
}
