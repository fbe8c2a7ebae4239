package dev.chatsessions.reply;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.thread.NewMessage;

/** What is asked, and what to do when the thread is busy. */
public record Question(NewMessage message, TurnPolicy policy) {

    public Question {
        requireNonNull(message, "message");
        requireNonNull(policy, "policy");
    }

    /** A user's text, answered in its turn. */
    public static Question of(String text) {
        return new Question(NewMessage.user(text), TurnPolicy.ENQUEUE);
    }
}
