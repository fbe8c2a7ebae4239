package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.JsonValue;
import dev.chatsessions.MessageId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.spi.EventLog.Delta;
import java.util.Optional;

/**
 * An event as a log keeps it. A message's text is not in it: it is kept once, with the message.
 *
 * @param kind the event's name, 1 to 64 characters
 * @param data whatever else it says; empty for most
 */
public record EventBody(
        String kind,
        Optional<ThreadId> thread,
        Optional<MessageId> message,
        Optional<ReplyId> reply,
        Optional<Delta> delta,
        JsonValue.Fields data) {

    public EventBody {
        requireNonNull(kind, "kind");
        requireNonNull(thread, "thread");
        requireNonNull(message, "message");
        requireNonNull(reply, "reply");
        requireNonNull(delta, "delta");
        requireNonNull(data, "data");
    }
}
