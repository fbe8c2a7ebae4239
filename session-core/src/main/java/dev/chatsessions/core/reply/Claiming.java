package dev.chatsessions.core.reply;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.LogScope;
import dev.chatsessions.ReplyId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.reply.ReplyTicket;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.ReplyStore.Candidate;
import dev.chatsessions.spi.ReplyStore.LockedReply;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Hands queued replies to producers, and takes them back from those that were lost. Thread-safe. */
public final class Claiming {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private final Transactions transactions;

    private final ReplyEnding ending;

    private final ReplySettings settings;

    private final Observer observer;

    public Claiming(Transactions transactions, ReplyEnding ending, ReplySettings settings, Observer observer) {
        this.transactions = transactions;
        this.ending = ending;
        this.settings = settings;
        this.observer = observer;
    }

    /**
     * A ticket, and the session as it was when the reply was claimed.
     *
     * @param context the thread and what was said in it, the question last, where it was read with the claim
     */
    record Claimed(ReplyTicket ticket, Session session, Optional<Context> context) {}

    /** What an answer is given to go by. */
    record Context(ChatThread thread, List<Message> oldestFirst) {}

    List<Claimed> claim(Caller caller, Answerer answerer, int limit) {
        var access = Access.toAnswer(caller);
        settleLost(limit);
        var claimed = new ArrayList<Claimed>();
        var candidates = transactions.glance(access, stores -> stores.replies().claimable(answerer, limit));
        try {
            for (var candidate : candidates) {
                Quietly.runEach(
                        observer,
                        "claims",
                        () -> claimOne(caller, access, candidate.reply()).ifPresent(claimed::add));
            }
        } catch (Unavailable away) {
            // What is claimed already would wait for its lease to run out, were it not handed over.
            if (claimed.isEmpty()) {
                throw away;
            }
            Quietly.tell(observer, "claims", away);
        }
        return claimed;
    }

    /** Decides on replies whose lease ran out, up to {@code limit}, and says how many there seemed to be. */
    public int settleLost(int limit) {
        var lost = transactions.own().read(stores -> stores.replies().leaseEnded(stores.now(), limit));
        for (var candidate : lost) {
            Quietly.runEach(observer, "leases", () -> settle(candidate.reply()));
        }
        return lost.size();
    }

    private void settle(ReplyId lost) {
        transactions
                .own()
                .write(writing -> writing.stores()
                        .replies()
                        .tryLock(ANY, lost)
                        .flatMap(locked -> ending.settle(
                                writing,
                                locked.locked().session(),
                                locked.thread(),
                                locked.stored(),
                                settings.maxAttempts())));
    }

    /** Lets others have a reply that its producer will not finish; nothing happens where it is no longer the producer's. */
    void giveUp(ReplyTicket ticket) {
        transactions
                .own()
                .write(writing -> writing.stores()
                        .replies()
                        .lock(ANY, ticket.reply().id())
                        .filter(locked -> ReplyRules.isHeld(locked.stored(), ticket.fence()))
                        .flatMap(locked -> ending.giveUp(writing, locked, settings.maxAttempts())));
    }

    /** Removes deltas of replies that are finished since {@code retention}, and says how many replies it was. */
    public int trim(Duration retention, int limit) {
        var old = transactions
                .own()
                .read(stores -> stores.replies().untrimmed(stores.now().minus(retention), limit));
        for (var candidate : old) {
            Quietly.runEach(observer, "deltas", () -> trim(candidate, limit));
        }
        return old.size();
    }

    /** However long the reply is, nobody waits for more than a part of it. */
    private void trim(Candidate candidate, int limit) {
        for (var more = true; more; ) {
            more = transactions
                    .own()
                    .write(writing -> writing.stores()
                            .replies()
                            .tryLock(ANY, candidate.reply())
                            .map(LockedReply::stored)
                            .filter(stored -> !stored.trimmed() && trimSome(writing, stored, limit))
                            .isPresent());
        }
    }

    /** Whether there may be more. */
    private static boolean trimSome(Writing writing, StoredReply stored, int limit) {
        var reply = stored.reply();
        var removed = writing.stores().events().trim(reply.session(), reply.id(), stored.askedSequence(), limit);
        if (removed < limit) {
            writing.stores().replies().change(stored.trimmedNow());
        }
        return removed == limit;
    }

    private Optional<Claimed> claimOne(Caller caller, SessionAccess access, ReplyId id) {
        return transactions.write(access, writing -> {
            var stores = writing.stores();
            return stores.replies()
                    .tryLock(access, id)
                    .filter(locked -> locked.locked().session().status().isLive())
                    .filter(locked -> ReplyEnding.isQueued(locked.stored()))
                    .filter(locked -> locked.alone() || isNext(writing, access, locked.stored()))
                    .map(locked -> new Claimed(
                            claimed(writing, caller, locked.stored()),
                            locked.locked().session(),
                            Optional.empty()));
        });
    }

    private static boolean isNext(Writing writing, SessionAccess access, StoredReply stored) {
        var open = writing.stores().replies().open(access, stored.reply().thread());
        return !open.isEmpty() && open.get(0).reply().id().equals(stored.reply().id());
    }

    private ReplyTicket claimed(Writing writing, Caller caller, StoredReply stored) {
        var question = writing.stores()
                .messages()
                .find(ANY, stored.reply().thread(), stored.reply().question())
                .orElseThrow();
        var claimed = held(writing, caller, stored);
        writing.stores().replies().change(claimed);
        return told(writing, claimed, question);
    }

    /** Claims a reply in the transaction that makes it. */
    ReplyTicket claimNew(Writing writing, Caller caller, StoredReply queued, Message question) {
        var held = held(writing, caller, queued);
        var claimed = new StoredReply(
                held.reply(), held.fence(), held.leaseUntil(), held.claimedBy(), held.askedSequence(), false, 1);
        writing.stores().replies().insert(claimed);
        return told(writing, claimed, question);
    }

    private StoredReply held(Writing writing, Caller caller, StoredReply stored) {
        return stored.claimedBy(
                caller.key(), ReplyRules.nextFence(stored), writing.now().plus(settings.lease()));
    }

    private ReplyTicket told(Writing writing, StoredReply claimed, Message question) {
        var reply = claimed.reply();
        writing.publish(new LogScope.OfSession(reply.session()), ReplyEvents.started(reply));
        var waited = Duration.between(reply.askedAt(), writing.now());
        writing.observe(observer -> observer.replyClaimed(reply.id(), reply.attempts(), waited));
        return new ReplyTicket(
                reply,
                question,
                claimed.fence().orElseThrow(),
                claimed.leaseUntil().orElseThrow());
    }
}
