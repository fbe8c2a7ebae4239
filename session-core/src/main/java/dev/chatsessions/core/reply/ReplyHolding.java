package dev.chatsessions.core.reply;

import dev.chatsessions.ReplyId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.spi.ReplyStore.LockedReply;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredReply;
import java.time.Duration;

/** The right to write a reply: asked for with every write, and renewed by it. Thread-safe. */
public final class ReplyHolding {

    private final Duration lease;

    public ReplyHolding(Duration lease) {
        this.lease = lease;
    }

    /** Locks a reply that is held under this fence, and renews its lease. */
    public LockedReply held(Writing writing, SessionAccess access, ReplyId id, Fence fence) {
        var locked = locked(writing, access, id);
        ReplyRules.requireHeld(locked.stored(), fence);
        var renewed = renewed(writing, locked.stored(), locked.stored().reply());
        return new LockedReply(locked.locked(), locked.thread(), renewed, locked.alone());
    }

    static LockedReply locked(Writing writing, SessionAccess access, ReplyId id) {
        return writing.stores().replies().lock(access, id).orElseThrow(() -> Access.missing(id));
    }

    /** Renews the lease of what is now {@code reply}. */
    StoredReply renewed(Writing writing, StoredReply stored, Reply reply) {
        var next = stored.renewed(reply, writing.now().plus(lease));
        writing.stores().replies().renew(next);
        return next;
    }
}
