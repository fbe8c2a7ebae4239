package dev.chatsessions.usage;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One line of the ledger: what one model call consumed, for whom and where.
 *
 * @param id names the line; writing it again adds nothing
 * @param reply the reply it was spent on; empty when the host brought the answer itself
 * @param attempt which attempt at the reply, from 1; 0 without a reply
 */
public record UsageEntry(
        UUID id,
        UserId user,
        SessionId session,
        ThreadId thread,
        Optional<ReplyId> reply,
        int attempt,
        TokenCount tokens,
        Instant at) {

    public UsageEntry {
        requireNonNull(id, "id");
        requireNonNull(user, "user");
        requireNonNull(session, "session");
        requireNonNull(thread, "thread");
        requireNonNull(reply, "reply");
        requireNonNull(tokens, "tokens");
        requireNonNull(at, "at");
        if (attempt < 0) {
            throw new IllegalArgumentException("attempt " + attempt + " is negative");
        }
    }
}
