package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.reply.Fence;
import dev.chatsessions.reply.Reply;
import java.time.Instant;
import java.util.Optional;

/**
 * A reply with what only its producer and housekeeping need to know.
 *
 * @param fence of the last claim; empty before the first
 * @param leaseUntil present while it is RUNNING
 * @param claimedBy the key of the caller who holds or last held it
 * @param askedSequence the sequence of the event that queued it; its deltas come later
 * @param trimmed whether its deltas were removed from the log
 * @param revision moves with every change, from 1
 */
public record StoredReply(
        Reply reply,
        Optional<Fence> fence,
        Optional<Instant> leaseUntil,
        Optional<String> claimedBy,
        long askedSequence,
        boolean trimmed,
        long revision) {

    public StoredReply {
        requireNonNull(reply, "reply");
        requireNonNull(fence, "fence");
        requireNonNull(leaseUntil, "leaseUntil");
        requireNonNull(claimedBy, "claimedBy");
        if (revision < 1) {
            throw new IllegalArgumentException("revision " + revision + " is less than 1");
        }
    }

    /** Held by {@code holder} until {@code until}, under a new fence. */
    public StoredReply claimedBy(String holder, Fence newFence, Instant until) {
        return new StoredReply(
                reply.claimed(),
                Optional.of(newFence),
                Optional.of(until),
                Optional.of(holder),
                askedSequence,
                trimmed,
                revision + 1);
    }

    /** Held until {@code until}, now as {@code next}. */
    public StoredReply renewed(Reply next, Instant until) {
        return new StoredReply(next, fence, Optional.of(until), claimedBy, askedSequence, trimmed, revision + 1);
    }

    /** Held by nobody any more, now as {@code next}. */
    public StoredReply released(Reply next) {
        return new StoredReply(next, fence, Optional.empty(), claimedBy, askedSequence, trimmed, revision + 1);
    }

    /** The same holder and lease, now as {@code next}. */
    public StoredReply with(Reply next) {
        return new StoredReply(next, fence, leaseUntil, claimedBy, askedSequence, trimmed, revision + 1);
    }

    /** Without its deltas in the log. */
    public StoredReply trimmedNow() {
        return new StoredReply(reply, fence, leaseUntil, claimedBy, askedSequence, true, revision + 1);
    }
}
