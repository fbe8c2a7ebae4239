package dev.chatsessions.tck;

import dev.chatsessions.ReplyId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.UserId;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.usage.UsageEntry;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Lines of the ledger that are not kept yet. */
final class TestUsage {

    private TestUsage() {}

    static UsageEntry entry(UUID id, UserId user, ChatThread thread, TokenCount tokens, Instant at) {
        return new UsageEntry(id, user, thread.session(), thread.id(), Optional.empty(), 0, tokens, at);
    }

    static UsageEntry entry(UUID id, UserId user, ChatThread thread, ReplyId reply, int attempt, TokenCount tokens) {
        return entry(id, user, thread, reply, attempt, tokens, TestTimes.at(9));
    }

    static UsageEntry entry(
            UUID id, UserId user, ChatThread thread, ReplyId reply, int attempt, TokenCount tokens, Instant at) {
        return new UsageEntry(id, user, thread.session(), thread.id(), Optional.of(reply), attempt, tokens, at);
    }
}
