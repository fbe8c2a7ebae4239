package dev.chatsessions.session;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.WorkerId;

/** Who may claim the replies of a session. */
public sealed interface Answerer {

    /** The assistant of the process, on whichever node. */
    record Assistant() implements Answerer {}

    /** One worker. */
    record Worker(WorkerId id) implements Answerer {
        public Worker {
            requireNonNull(id, "id");
        }
    }

    /** Nobody: asking is a Conflict {@code no-answerer}, storing a message is not. */
    record None() implements Answerer {}
}
