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
 * @param origin the provider's own id, 1 to 200 characters; empty until it is concluded
 * @param heardAt when its last new segment came; once it is concluded, at least when its last was said
 * @param turnedAt when its owner last turned to it: when it began, or he wrote in it
 * @param endedAt empty while it is its session's open one
 * @param listening how far it was listened to, as the core writes it
 * @param due when a question that is being asked is taken for whole; empty when none is
 * @param asked the reply to the last question heard in it
 * @param revision moves with every change, from 1
 */
public record StoredConversation(
        SessionId session,
        ThreadId thread,
        Optional<String> origin,
        Instant startedAt,
        Instant heardAt,
        Instant turnedAt,
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
        requireNonNull(turnedAt, "turnedAt");
        requireNonNull(endedAt, "endedAt");
        requireNonNull(listening, "listening");
        requireNonNull(due, "due");
        requireNonNull(asked, "asked");
        if (revision < 1) {
            throw new IllegalArgumentException("revision " + revision + " is less than 1");
        }
    }

    /** A new one that began with what was heard at {@code at}. */
    public static StoredConversation begun(SessionId session, ThreadId thread, Instant at) {
        return new StoredConversation(
                session,
                thread,
                Optional.empty(),
                at,
                at,
                at,
                Optional.empty(),
                JsonValue.Fields.EMPTY,
                Optional.empty(),
                Optional.empty(),
                1);
    }

    /** The same with something new heard at {@code at}. */
    public StoredConversation heard(Instant at) {
        return new StoredConversation(
                session,
                thread,
                origin,
                startedAt,
                at.isAfter(heardAt) ? at : heardAt,
                turnedAt,
                endedAt,
                listening,
                due,
                asked,
                revision + 1);
    }

    /** The same, its owner turned to it at {@code at}. */
    public StoredConversation turnedTo(Instant at) {
        return new StoredConversation(
                session, thread, origin, startedAt, heardAt, at, endedAt, listening, due, asked, revision + 1);
    }

    /** The same, listened to so far. */
    public StoredConversation listened(JsonValue.Fields state, Optional<Instant> nextDue) {
        return new StoredConversation(
                session, thread, origin, startedAt, heardAt, turnedAt, endedAt, state, nextDue, asked, revision + 1);
    }

    /** The same with another question asked. */
    public StoredConversation asking(ReplyId reply) {
        return new StoredConversation(
                session,
                thread,
                origin,
                startedAt,
                heardAt,
                turnedAt,
                endedAt,
                listening,
                due,
                Optional.of(reply),
                revision + 1);
    }

    /** The same, over. What was being asked goes on. */
    public StoredConversation endedAt(Instant at) {
        return new StoredConversation(
                session,
                thread,
                origin,
                startedAt,
                heardAt,
                turnedAt,
                Optional.of(endedAt.orElse(at)),
                listening,
                due,
                asked,
                revision + 1);
    }

    /** The same, concluded by its provider under {@code id}. */
    public StoredConversation concludedAs(String id, Instant at) {
        var ended = endedAt(at);
        return new StoredConversation(
                session,
                thread,
                Optional.of(id),
                startedAt,
                heardAt,
                turnedAt,
                ended.endedAt,
                listening,
                due,
                asked,
                ended.revision);
    }

    /** The same as one change of it, however many were made here. */
    public StoredConversation asRevision(long next) {
        return new StoredConversation(
                session, thread, origin, startedAt, heardAt, turnedAt, endedAt, listening, due, asked, next);
    }
}
