package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.JsonValue;
import dev.chatsessions.PermissionId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.permission.PermissionChoice;
import dev.chatsessions.reply.Fence;
import java.time.Instant;
import java.util.Optional;

/**
 * A request for permission as it is kept.
 *
 * @param fence under which it was asked
 * @param content what is asked, as the core writes it
 * @param chosen what was answered; empty while nothing was
 */
public record StoredPermission(
        SessionId session,
        ThreadId thread,
        ReplyId reply,
        Fence fence,
        PermissionId id,
        JsonValue.Fields content,
        Instant askedAt,
        Optional<PermissionChoice> chosen) {

    public StoredPermission {
        requireNonNull(session, "session");
        requireNonNull(thread, "thread");
        requireNonNull(reply, "reply");
        requireNonNull(fence, "fence");
        requireNonNull(id, "id");
        requireNonNull(content, "content");
        requireNonNull(askedAt, "askedAt");
        requireNonNull(chosen, "chosen");
    }

    /** The same, answered. */
    public StoredPermission answered(PermissionChoice choice) {
        return new StoredPermission(session, thread, reply, fence, id, content, askedAt, Optional.of(choice));
    }
}
