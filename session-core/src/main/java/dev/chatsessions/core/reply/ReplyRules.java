package dev.chatsessions.core.reply;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.TooLarge;
import dev.chatsessions.JsonValue;
import dev.chatsessions.TokenCount;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Replies;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.reply.TurnPolicy;
import dev.chatsessions.spi.EventLog.Delta;
import dev.chatsessions.spi.StoredReply;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What may happen to a reply, and when. Pure. */
public final class ReplyRules {

    /** What becomes of a reply whose producer was lost. */
    enum Verdict {
        ALIVE,
        REQUEUE,
        STOP,
        EXPIRE
    }

    /** The longest answer, in UTF-16 units: each takes at most three bytes, and counting them is not worth the reading. */
    static final int MAX_LENGTH = Limits.TEXT_BYTES / 3;

    private static final Set<FinishReason> ENDS_OF_PRODUCERS =
            EnumSet.of(FinishReason.COMPLETE, FinishReason.LENGTH, FinishReason.FAILED);

    private ReplyRules() {}

    /** Refuses a question that the thread's open replies leave no room for. */
    static void requireTurn(TurnPolicy policy, List<StoredReply> open) {
        if (!hasTurn(policy, open)) {
            throw new Conflict("thread-busy", "the thread still owes " + open.size() + " answers; wait for one");
        }
    }

    /** Whether the thread's open replies leave room for a question. */
    static boolean hasTurn(TurnPolicy policy, List<StoredReply> open) {
        var queued = open.stream()
                .filter(stored -> stored.reply().status() == ReplyStatus.QUEUED)
                .count();
        return !(policy == TurnPolicy.REJECT && !open.isEmpty())
                && !(policy == TurnPolicy.ENQUEUE && queued >= Replies.MAX_QUEUED);
    }

    /** Refuses whoever does not hold the reply, or holds it no longer. */
    static void requireHeld(StoredReply stored, Fence fence) {
        if (!isHeld(stored, fence)) {
            throw isEndedBy(stored, fence) ? finalized(stored) : leaseLost(stored);
        }
    }

    /** Whether its last producer ended it; who was stopped is told as who lost it. */
    private static boolean isEndedBy(StoredReply stored, Fence fence) {
        return isOf(stored, fence)
                && stored.reply()
                        .finishReason()
                        .filter(ENDS_OF_PRODUCERS::contains)
                        .isPresent();
    }

    private static Conflict finalized(StoredReply stored) {
        return new Conflict(
                "message-finalized", "reply " + stored.reply().id() + " was ended by you; it takes no more");
    }

    /** Refuses a content that is not the text. */
    static void requireContent(String content, String text) {
        if (!content.equals(text)) {
            throw new Conflict(
                    "content-mismatch",
                    "the content is not what was appended, which is " + text.length() + " long; append the rest first",
                    ChatSessionsException.detail("expected_length", text.length()));
        }
    }

    /** Whether it is held under this fence. */
    public static boolean isHeld(StoredReply stored, Fence fence) {
        return stored.reply().status() == ReplyStatus.RUNNING && isOf(stored, fence);
    }

    static boolean isOf(StoredReply stored, Fence fence) {
        return stored.fence().filter(fence::equals).isPresent();
    }

    /** Refuses whoever holds the reply no longer. */
    public static Conflict leaseLost(StoredReply stored) {
        return new Conflict(
                "lease-lost",
                "reply " + stored.reply().id() + " is not, or no longer, yours to write; claim another",
                stored.fence()
                        .map(fence -> ChatSessionsException.detail("current_fence", fence.value()))
                        .orElse(JsonValue.Fields.EMPTY));
    }

    /** Whether a text at {@code offset} is new, and refuses one that leaves a hole. */
    static boolean isNew(StoredReply stored, TextOffset offset, String text) {
        var end = stored.reply().end().value();
        if (offset.value() == end) {
            return true;
        }
        if (offset.value() > end || offset.value() + text.length() > end) {
            throw new Conflict(
                    "sequence-gap",
                    "reply " + stored.reply().id() + " ends at " + end + "; write from there",
                    ChatSessionsException.detail("expected_offset", end));
        }
        return false;
    }

    /** Refuses a repeated text that is not the one stored at its place. */
    static void requireSame(StoredReply stored, List<Delta> deltas, TextOffset offset, String text) {
        if (!text(deltas).startsWith(text, offset.value())) {
            throw new Conflict(
                    "chunk-conflict", "reply " + stored.reply().id() + " holds another text at " + offset.value());
        }
    }

    static String text(List<Delta> deltas) {
        return deltas.stream().map(Delta::text).collect(Collectors.joining());
    }

    /** Refuses a text that would make the answer larger than any text may be. */
    static void requireRoom(StoredReply stored, String text) {
        if (stored.reply().end().value() + (long) text.length() > MAX_LENGTH) {
            throw new TooLarge("the answer would be over 1 MiB; complete it");
        }
    }

    /** What becomes of the reply at {@code now}. */
    static Verdict verdict(StoredReply stored, Instant now, int maxAttempts) {
        var reply = stored.reply();
        if (reply.status() != ReplyStatus.RUNNING
                || stored.leaseUntil().filter(until -> until.isBefore(now)).isEmpty()) {
            return Verdict.ALIVE;
        }
        return verdictOnAbandoned(stored, maxAttempts);
    }

    /** What becomes of a running reply that nobody writes any more. */
    static Verdict verdictOnAbandoned(StoredReply stored, int maxAttempts) {
        var reply = stored.reply();
        if (reply.stopRequested()) {
            return Verdict.STOP;
        }
        var untouched = reply.end().equals(TextOffset.START);
        return untouched && reply.attempts() < maxAttempts ? Verdict.REQUEUE : Verdict.EXPIRE;
    }

    static Fence nextFence(StoredReply stored) {
        return new Fence(stored.fence().map(Fence::value).orElse(0L) + 1);
    }

    /** What an answer is thought to have taken when nobody said: a token for every four characters. */
    static TokenCount estimate(String question, String answer) {
        return TokenCount.estimated("unknown", tokens(question), tokens(answer));
    }

    private static long tokens(String text) {
        return (text.codePointCount(0, text.length()) + 3) / 4;
    }
}
