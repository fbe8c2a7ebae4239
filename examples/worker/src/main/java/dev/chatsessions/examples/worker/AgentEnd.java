package dev.chatsessions.examples.worker;

import java.util.Optional;

/** How an agent ended its answer. */
record AgentEnd(Reason reason, Optional<Usage> usage) {

    /** In the server's words. */
    enum Reason {
        COMPLETE("complete"),
        LENGTH("length"),
        STOPPED("stopped");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** What it took, as far as the agent says. */
    record Usage(long input, long output) {}

    static AgentEnd of(Reason reason) {
        return new AgentEnd(reason, Optional.empty());
    }
}
