package dev.chatsessions.thread;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.MessageId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message as it stands.
 *
 * @param position its place in the thread, from 1, ascending; places are never given twice
 * @param speaker who among several, such as {@code SPEAKER_01}; up to 200 characters
 * @param reply for an answer, the reply that wrote it
 * @param createdAt when it was stored; for an answer when it was finished, and while it is OPEN when it was asked for
 * @param version moves when its text or status changes, from 1
 */
public record Message(
        MessageId id,
        SessionId session,
        ThreadId thread,
        long position,
        Role role,
        List<Part> parts,
        MessageSource source,
        Optional<String> speaker,
        MessageStatus status,
        Optional<ReplyId> reply,
        Instant createdAt,
        long version) {

    public Message {
        requireNonNull(id, "id");
        requireNonNull(session, "session");
        requireNonNull(thread, "thread");
        requireNonNull(role, "role");
        parts = List.copyOf(parts);
        requireNonNull(source, "source");
        requireNonNull(speaker, "speaker");
        requireNonNull(status, "status");
        requireNonNull(reply, "reply");
        requireNonNull(createdAt, "createdAt");
        if (position < 1) {
            throw new IllegalArgumentException("position " + position + " is less than 1");
        }
        if (version < 1) {
            throw new IllegalArgumentException("version " + version + " is less than 1");
        }
    }

    /** What is said: its text parts, joined. */
    public String text() {
        return Part.text(parts);
    }

    /** The same message as somebody is shown it who is to see only these parts of it. */
    public Message showing(List<Part> shown) {
        return new Message(
                id, session, thread, position, role, shown, source, speaker, status, reply, createdAt, version);
    }

    /** The same message with other words, one version later. */
    public Message rewrittenAs(List<Part> newParts) {
        return new Message(
                id, session, thread, position, role, newParts, source, speaker, status, reply, createdAt, version + 1);
    }

    /** The same message finished with these parts at {@code at}, one version later. */
    public Message finishedAs(MessageStatus end, List<Part> finalParts, Instant at) {
        return new Message(
                id, session, thread, position, role, finalParts, source, speaker, end, reply, at, version + 1);
    }
}
