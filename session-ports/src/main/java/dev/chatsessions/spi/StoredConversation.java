package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.JsonValue;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import java.time.Instant;
import java.util.Optional;

/**
 * A conversation of a device, with what only its inbox needs to know.
 *
 * @param origin the provider's own id; empty until it is concluded
 * @param heardAt when its last new segment came
 * @param endedAt empty while it is its session's open one
 * @param listening how far it was listened to, as the core writes it
 * @param due when a question that is being asked is taken for whole; empty when none is
 * @param asked the reply to the last question asked in it
 * @param revision moves with every change, from 1
 */
public record StoredConversation(
        SessionId session,
        ThreadId thread,
        Optional<String> origin,
        Instant startedAt,
        Instant heardAt,
        Optional<Instant> endedAt,
        JsonValue.Fields listening,
        Optional<Instant> due,
        Optional<ReplyId> asked,
        long revision) {

    public StoredConversation {
        requireNonNull(session, "session");
        requireNonNull(thread, "thread");
        requireNonNull(origin, "origin");
        requireNonNull(startedAt, "startedAt");
        requireNonNull(heardAt, "heardAt");
        requireNonNull(endedAt, "endedAt");
        requireNonNull(listening, "listening");
        requireNonNull(due, "due");
        requireNonNull(asked, "asked");
        if (revision < 1) {
            throw new IllegalArgumentException("revision " + revision + " is less than 1");
        }
    }
}
