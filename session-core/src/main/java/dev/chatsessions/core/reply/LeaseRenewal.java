package dev.chatsessions.core.reply;

import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ReplyId;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.reply.Progress;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.ReplyStore.LockedReply;
import dev.chatsessions.spi.SessionAccess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Renews the leases of the answers of this process, many in one transaction. Whose session is held, mostly by the writer
 * of its words, which renews it too, is left for the next time, but not for ever. Thread-safe.
 */
final class LeaseRenewal {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private static final int MOST_AT_ONCE = 256;

    private static final int MISSES_BEFORE_ALONE = 3;

    private final Transactions.Bound transactions;

    private final ReplyWriting replies;

    private final Observer observer;

    LeaseRenewal(Transactions transactions, ReplyWriting replies, Observer observer) {
        this.transactions = transactions.own();
        this.replies = replies;
        this.observer = observer;
    }

    void renew(List<AnswerBuffer> buffers) {
        for (var from = 0; from < buffers.size(); from += MOST_AT_ONCE) {
            var some = buffers.subList(from, Math.min(from + MOST_AT_ONCE, buffers.size()));
            Quietly.run(observer, "leases", () -> together(some));
        }
    }

    private void together(List<AnswerBuffer> buffers) {
        var byReply = buffers.stream()
                .collect(Collectors.toMap(buffer -> buffer.ticket().reply().id(), Function.identity()));
        var renewed = transactions.write(writing -> renewed(writing, byReply));
        byReply.forEach((reply, buffer) -> {
            var outcome = renewed.get(reply);
            if (outcome != null) {
                outcome.ifPresentOrElse(buffer::told, buffer::lose);
            } else if (buffer.notRenewed() >= MISSES_BEFORE_ALONE) {
                Quietly.run(observer, "leases", () -> alone(buffer));
            }
        });
    }

    /** How each reply stands that could be locked; empty for one that is no longer its producer's. */
    private Map<ReplyId, Optional<Progress>> renewed(Writing writing, Map<ReplyId, AnswerBuffer> buffers) {
        var renewed = new HashMap<ReplyId, Optional<Progress>>();
        for (var locked : writing.stores().replies().tryLockAll(ANY, List.copyOf(buffers.keySet()))) {
            var reply = locked.stored().reply().id();
            renewed.put(reply, renewed(writing, locked, buffers.get(reply)));
        }
        return renewed;
    }

    private Optional<Progress> renewed(Writing writing, LockedReply locked, AnswerBuffer buffer) {
        try {
            return Optional.of(
                    replies.heartbeat(writing, locked, buffer.ticket().fence()));
        } catch (Conflict lost) {
            return Optional.empty();
        }
    }

    private void alone(AnswerBuffer buffer) {
        var ticket = buffer.ticket();
        try {
            buffer.told(replies.heartbeat(AssistantRunner.CALLER, ticket.reply().id(), ticket.fence()));
        } catch (Conflict | NotFound | Gone lost) {
            buffer.lose();
        }
    }
}
