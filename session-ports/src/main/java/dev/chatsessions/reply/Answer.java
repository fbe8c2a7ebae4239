package dev.chatsessions.reply;

import static java.util.Objects.requireNonNull;

/**
 * How a question stands that was waited for.
 *
 * @param text what its message says; empty while the reply is open, and where the message was cleared
 */
public record Answer(Reply reply, String text) {

    public Answer {
        requireNonNull(reply, "reply");
        requireNonNull(text, "text");
    }
}
