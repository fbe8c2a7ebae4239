package dev.chatsessions.permission;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import java.time.Instant;
import java.util.Optional;

/**
 * A request for permission as it stands.
 *
 * @param chosen the option that its user chose, and when; empty unless it is answered
 */
public record PermissionRequest(
        SessionId session,
        ThreadId thread,
        ReplyId reply,
        PermissionQuestion question,
        PermissionStatus status,
        Instant askedAt,
        Optional<PermissionChoice> chosen) {

    public PermissionRequest {
        requireNonNull(session, "session");
        requireNonNull(thread, "thread");
        requireNonNull(reply, "reply");
        requireNonNull(question, "question");
        requireNonNull(status, "status");
        requireNonNull(askedAt, "askedAt");
        requireNonNull(chosen, "chosen");
        if (chosen.isPresent() != (status == PermissionStatus.ANSWERED)) {
            throw new IllegalArgumentException("a request has a choice when it is answered, and only then");
        }
    }
}
