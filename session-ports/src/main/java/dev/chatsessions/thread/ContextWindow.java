package dev.chatsessions.thread;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;

/**
 * How much of a thread an answerer is given: a view on history, never a deletion. It ends with the question, which is in it
 * whatever the limits are; it begins with no answer whose question is not in it, and has no result of a tool without the
 * call, nor the other way round.
 *
 * @param messages the newest so many, 1 to 1,000
 * @param tokens of these as many as are together no more than so many tokens, 1 to 10 million; no limit where empty
 */
public record ContextWindow(int messages, OptionalInt tokens) {

    public ContextWindow {
        if (messages < 1 || messages > 1_000) {
            throw new IllegalArgumentException("messages " + messages + " is not 1 to 1000");
        }
        if (requireNonNull(tokens, "tokens").isPresent() && (tokens.getAsInt() < 1 || tokens.getAsInt() > 10_000_000)) {
            throw new IllegalArgumentException("tokens " + tokens.getAsInt() + " is not 1 to 10 million");
        }
    }

    /** Of so many messages, however long they are. */
    public ContextWindow(int messages) {
        this(messages, OptionalInt.empty());
    }

    /** The same, with no more than so many tokens. */
    public ContextWindow withTokens(int most) {
        return new ContextWindow(messages, OptionalInt.of(most));
    }
}
