package dev.chatsessions.permission;

import dev.chatsessions.Caller;
import dev.chatsessions.PermissionId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.reply.Fence;
import java.util.List;

/**
 * What answerers ask their users to allow.
 *
 * <p>A request belongs to a reply and to whoever holds it now. It is pending until its user chose, and no longer than that
 * hold: when the reply ends, or waits again, or is somebody else's, it is cancelled. A reply in a session that is not the
 * caller's is NotFound.
 */
public interface Permissions {

    /** How many requests of one reply may be pending. */
    int MOST_PENDING = 20;

    /**
     * Asks for permission, under the fence of the reply, and renews its lease; refused as every write to a reply is.
     * Conflict {@code too-many-permissions} when as many are pending as may be. Asking again with the same id tells how the
     * request stands now; with another content, that is KeyReused.
     */
    PermissionRequest ask(Caller caller, ReplyId reply, Fence fence, PermissionQuestion question);

    /**
     * Answers for the session's owner. The first answer counts: the same one again changes nothing, another is Conflict
     * {@code already-answered} with {@code option_id}. Invalid when the request does not offer that option; NotFound when
     * there is no such request; Conflict {@code message-finalized} when the reply has ended, and {@code lease-lost} when
     * who asked does not hold it any more.
     */
    PermissionRequest answer(Caller caller, ReplyId reply, PermissionId request, String option);

    /** The requests of a reply that are pending, oldest first; at most {@link #MOST_PENDING}. */
    List<PermissionRequest> pending(Caller caller, ReplyId reply);
}
