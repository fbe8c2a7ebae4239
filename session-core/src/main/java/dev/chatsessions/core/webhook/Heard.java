package dev.chatsessions.core.webhook;

import java.util.List;

/**
 * What came of listening.
 *
 * @param questions those that are whole now, in the order in which they were asked
 */
record Heard(Listening after, List<String> questions, Verdict verdict) {

    Heard {
        questions = List.copyOf(questions);
    }

    /** Why there is a question, or none. */
    enum Verdict {
        ASKED,
        ASKING,
        NO_TRIGGER,
        MUTED,
        QUIET_HOURS
    }
}
