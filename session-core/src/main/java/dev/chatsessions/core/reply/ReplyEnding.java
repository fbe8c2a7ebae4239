package dev.chatsessions.core.reply;

import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.core.work.Commands;
import dev.chatsessions.core.work.OpenReplies;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.ReplyStore.LockedReply;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.Part;
import dev.chatsessions.usage.UsageEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one way in which replies end: the text so far becomes the message, its tokens go into the books, and the next question
 * may be claimed, all in the caller's transaction, which holds the session's lock. Thread-safe.
 */
public final class ReplyEnding implements OpenReplies {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private static final int STOPPED_AT_A_TIME = 100;

    private final IdSource ids;

    private final ReplyWatch watch;

    private final Commands commands;

    private final Reserving reserving;

    public ReplyEnding(IdSource ids, ReplyWatch watch, Commands commands, Reserving reserving) {
        this.ids = ids;
        this.watch = watch;
        this.commands = commands;
        this.reserving = reserving;
    }

    /** How a reply ends. */
    record End(FinishReason reason, Optional<String> failure, List<Part> toolParts, Optional<TokenCount> tokens) {
        static End of(FinishReason reason) {
            return new End(reason, Optional.empty(), List.of(), Optional.empty());
        }
    }

    /** What an end leaves behind. */
    record Ended(ChatThread thread, Reply reply) {}

    /** Ends a reply of which no producer says more, and has somebody look for what waits behind it. */
    Ended finish(Writing writing, Session session, ChatThread thread, StoredReply stored, End end) {
        var ended = finish(writing, session, thread, stored, stored.reply(), text(writing, stored), end);
        writing.afterwards(() -> watch.finished(ended.reply(), Optional.empty()));
        writing.afterwards(watch::queued);
        return ended;
    }

    /** Ends a reply whose producer says how: as it was written in the end, with all its text. */
    Reply finish(Writing writing, LockedReply locked, Reply written, String text, End end) {
        var ended = finish(writing, locked.locked().session(), locked.thread(), locked.stored(), written, text, end);
        var told = Part.text(parts(end.toolParts(), text));
        writing.afterwards(() -> watch.finished(ended.reply(), Optional.of(told)));
        if (!locked.alone()) {
            writing.afterwards(watch::queued);
        }
        return ended.reply();
    }

    private Ended finish(
            Writing writing,
            Session session,
            ChatThread thread,
            StoredReply stored,
            Reply reply,
            String text,
            End end) {
        var stores = writing.stores();
        var tokens = reply.attempts() == 0
                ? Optional.<TokenCount>empty()
                : Optional.of(end.tokens().orElseGet(() -> estimate(writing, reply, text)));
        var next = reply.finished(end.reason(), end.failure(), tokens, writing.now());
        stores.messages()
                .finish(
                        reply.session(),
                        reply.answer(),
                        end.reason().messageStatus(),
                        parts(end.toolParts(), text),
                        writing.now());
        var counted = thread.grownBy(0, 1, writing.now());
        // What a queued reply took was counted when it was queued again.
        var spent = tokens.filter(count -> reply.status() == ReplyStatus.RUNNING)
                .map(count -> spending(writing, session, counted, reply, count))
                .orElse(counted);
        if (reply.status() == ReplyStatus.QUEUED) {
            reserving.release(writing, reply);
        }
        stores.threads().record(spent);
        stores.replies().change(stored.released(next));
        writing.publish(new LogScope.OfSession(reply.session()), ReplyEvents.finished(next));
        writing.observe(observer -> observer.replyFinished(next.id(), end.reason()));
        return new Ended(spent, next);
    }

    /** Ends a reply that waits for a producer who does not come, with why, for people. */
    public void fail(Writing writing, Session session, StoredReply queued, String why) {
        var thread =
                writing.stores().threads().find(ANY, queued.reply().thread()).orElseThrow();
        var end = new End(FinishReason.FAILED, Optional.of(why), List.of(), Optional.empty());
        finish(writing, session, thread, queued, end);
        commands.isNext(writing, session, thread.id());
    }

    /** Gives a reply that lost its producer before it wrote anything to another one, if the budget covers one more. */
    ChatThread requeue(Writing writing, Session session, ChatThread thread, StoredReply stored) {
        var reply = stored.reply();
        var spent = spending(writing, session, thread, reply, estimate(writing, reply, ""));
        writing.stores().threads().record(spent);
        var refused = reserving.reserve(writing, session, reply.id());
        if (refused.isPresent()) {
            return giveUp(writing, session, spent, stored, refused.get().code());
        }
        writing.stores().replies().change(stored.released(reply.requeued()));
        writing.publish(new LogScope.OfSession(reply.session()), ReplyEvents.queued(reply));
        commands.asked(writing, session, reply);
        writing.afterwards(watch::queued);
        return spent;
    }

    /** Ends a reply that would be offered again and may not be. */
    private ChatThread giveUp(Writing writing, Session session, ChatThread thread, StoredReply stored, String why) {
        var end = new End(FinishReason.FAILED, Optional.of(why), List.of(), Optional.empty());
        var ended = finish(writing, session, thread, stored, stored.reply().requeued(), "", end);
        writing.afterwards(() -> watch.finished(ended.reply(), Optional.empty()));
        writing.afterwards(watch::queued);
        commands.isNext(writing, session, thread.id());
        return ended.thread();
    }

    /** Decides on a reply whose lease may have run out; empty when it has not. */
    Optional<ChatThread> settle(
            Writing writing, Session session, ChatThread thread, StoredReply stored, int maxAttempts) {
        var verdict = ReplyRules.verdict(stored, writing.now(), maxAttempts);
        if (verdict != ReplyRules.Verdict.ALIVE) {
            writing.observe(observer -> observer.leaseLost(stored.reply().id()));
        }
        return settle(writing, session, thread, stored, verdict);
    }

    /** Decides on a reply that its producer gives up. */
    Optional<ChatThread> giveUp(Writing writing, LockedReply locked, int maxAttempts) {
        var stored = locked.stored();
        return settle(
                writing,
                locked.locked().session(),
                locked.thread(),
                stored,
                ReplyRules.verdictOnAbandoned(stored, maxAttempts));
    }

    private Optional<ChatThread> settle(
            Writing writing, Session session, ChatThread thread, StoredReply stored, ReplyRules.Verdict verdict) {
        return switch (verdict) {
            case ALIVE -> Optional.empty();
            case REQUEUE -> Optional.of(requeue(writing, session, thread, stored));
            case STOP -> Optional.of(over(writing, session, thread, stored, FinishReason.STOPPED));
            case EXPIRE -> Optional.of(over(writing, session, thread, stored, FinishReason.EXPIRED));
        };
    }

    private ChatThread over(
            Writing writing, Session session, ChatThread thread, StoredReply stored, FinishReason reason) {
        var ended = finish(writing, session, thread, stored, End.of(reason));
        commands.isNext(writing, session, thread.id());
        return ended.thread();
    }

    @Override
    public void stopIn(Writing writing, SessionId session) {
        List<StoredReply> open;
        do {
            open = writing.stores().replies().openIn(session, STOPPED_AT_A_TIME);
            stop(writing, open);
        } while (open.size() == STOPPED_AT_A_TIME);
    }

    @Override
    public void stopIn(Writing writing, ThreadId thread) {
        stop(writing, writing.stores().replies().open(ANY, thread));
    }

    private void stop(Writing writing, List<StoredReply> open) {
        for (var stored : open) {
            var stores = writing.stores();
            var session = stores.sessions().find(ANY, stored.reply().session()).orElseThrow();
            var thread = stores.threads().find(ANY, stored.reply().thread()).orElseThrow();
            finish(writing, session, thread, stored, End.of(FinishReason.STOPPED));
            if (stored.reply().status() == ReplyStatus.RUNNING) {
                commands.stopping(writing, session, stored.reply());
            }
        }
    }

    /** The text written so far. */
    static String text(Writing writing, StoredReply stored) {
        if (stored.reply().end().equals(TextOffset.START)) {
            return "";
        }
        return ReplyRules.text(writing.stores()
                .events()
                .deltas(ANY, stored.reply().session(), stored.reply().id(), stored.askedSequence()));
    }

    static boolean isQueued(StoredReply stored) {
        return stored.reply().status() == ReplyStatus.QUEUED;
    }

    private static List<Part> parts(List<Part> toolParts, String text) {
        var parts = new ArrayList<Part>(toolParts);
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text));
        }
        return parts;
    }

    private static TokenCount estimate(Writing writing, Reply reply, String text) {
        var question = writing.stores()
                .messages()
                .find(ANY, reply.thread(), reply.question())
                .map(Message::text)
                .orElse("");
        return ReplyRules.estimate(question, text);
    }

    private ChatThread spending(Writing writing, Session session, ChatThread thread, Reply reply, TokenCount tokens) {
        writing.observe(observer -> observer.spent(tokens));
        session.owner()
                .ifPresent(user -> writing.stores()
                        .usage()
                        .record(new UsageEntry(
                                ids.next(),
                                user,
                                reply.session(),
                                reply.thread(),
                                Optional.of(reply.id()),
                                reply.attempts(),
                                tokens,
                                writing.now())));
        return thread.spending(thread.usage().plus(tokens));
    }
}
