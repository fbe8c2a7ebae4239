package dev.chatsessions.core.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a conversation was listened to.
 *
 * @param beginning the last words, where they may be the beginning of a phrase
 * @param question what is being asked, once the assistant was addressed
 */
record Listening(Optional<Beginning> beginning, Optional<Asked> question) {

    /** Nobody was addressed. */
    static final Listening IDLE = new Listening(Optional.empty(), Optional.empty());

    static Listening begun(List<String> words, Duration end) {
        return words.isEmpty() ? IDLE : new Listening(Optional.of(new Beginning(words, end)), Optional.empty());
    }

    static Listening to(Asked question) {
        return new Listening(Optional.empty(), Optional.of(question));
    }

    /** @param end of the segment that they were in */
    record Beginning(List<String> words, Duration end) {
        Beginning {
            words = List.copyOf(words);
        }
    }

    /**
     * A question that may go on.
     *
     * @param text so far, perhaps nothing
     * @param since when the assistant was addressed
     * @param due when it is taken for whole, if nothing more is heard
     */
    record Asked(String text, Instant since, Instant due) {

        static Asked since(Instant now, String text) {
            return new Asked(text, now, now);
        }

        Asked with(String longer) {
            return new Asked(longer, since, due);
        }
    }
}
