package dev.chatsessions.spi;

import dev.chatsessions.PermissionId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.reply.Fence;
import java.util.List;
import java.util.Optional;

/** Keeps what answerers asked their users to allow; it goes with its thread, also when that is cleared. */
public interface PermissionStore {

    /** Keeps a new request, perhaps one that was answered elsewhere. One that the reply has already under this fence changes nothing. The session's lock is held. */
    void insert(StoredPermission request);

    /** The request that was asked under the highest fence; empty when there is none, or without access. */
    Optional<StoredPermission> find(SessionAccess access, SessionId session, ReplyId reply, PermissionId request);

    /** Those that were asked under this fence and not answered: as they were asked, then by id. */
    List<StoredPermission> open(SessionAccess access, SessionId session, ReplyId reply, Fence fence, int limit);

    /**
     * Those of all replies of a session, answered or not: by reply, lowest first, then by id, then by fence; those after
     * {@code after}.
     */
    List<StoredPermission> list(SessionAccess access, SessionId session, Optional<StoredPermission> after, int limit);

    /** Keeps what was answered, unless there is an answer already: the first one stays. The session's lock is held. */
    void answer(StoredPermission answered);

    /** Removes those of a thread. The session's lock is held. */
    void clear(SessionId session, ThreadId thread);
}
