package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.BudgetStore.StoredBudget;
import dev.chatsessions.spi.ReplyStore;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.thread.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

final class InMemoryReplies implements ReplyStore {

    private final Transaction transaction;

    InMemoryReplies(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void insert(StoredReply stored) {
        requireStorable(stored);
        var reply = stored.reply();
        var tables = transaction.holding(reply.session());
        if (tables.replies().find(reply.id()).isPresent()) {
            return;
        }
        tables.threads().require(reply.session(), reply.thread());
        requireOneRunning(tables, reply);
        tables.replies().put(stored, answererOf(tables, reply));
    }

    @Override
    public Optional<StoredReply> find(SessionAccess access, ReplyId reply) {
        var tables = transaction.reading();
        return tables.replies()
                .find(reply)
                .filter(stored ->
                        tables.threads().find(access, stored.reply().thread()).isPresent());
    }

    @Override
    public Optional<LockedReply> lock(SessionAccess access, ReplyId reply) {
        transaction.writing();
        return find(access, reply)
                .flatMap(stored -> transaction
                        .threads()
                        .lock(access, stored.reply().thread())
                        .map(thread -> new LockedReply(
                                thread.locked(), thread.thread(), stored, isAlone(access, stored.reply()))));
    }

    private boolean isAlone(SessionAccess access, Reply reply) {
        return open(access, reply.thread()).stream()
                .allMatch(open -> open.reply().id().equals(reply.id()));
    }

    @Override
    public Optional<LockedTurn> lockTurn(SessionAccess access, ThreadId thread, int messages) {
        return transaction
                .threads()
                .lock(access, thread)
                .map(both -> new LockedTurn(
                        both.locked(),
                        both.thread(),
                        open(access, thread),
                        newest(thread, messages),
                        budgets(both.locked().session())));
    }

    private List<StoredBudget> budgets(Session session) {
        return session.owner().map(transaction.budgets()::of).orElse(List.of());
    }

    private List<Message> newest(ThreadId thread, int limit) {
        return transaction
                .reading()
                .threads()
                .kept(thread)
                .map(kept -> kept.messages().closedBefore(Long.MAX_VALUE, limit))
                .orElse(List.of());
    }

    @Override
    public Optional<LockedReply> tryLock(SessionAccess access, ReplyId reply) {
        return lock(access, reply);
    }

    @Override
    public List<LockedReply> tryLockAll(SessionAccess access, List<ReplyId> replies) {
        return replies.stream()
                .flatMap(reply -> tryLock(access, reply).stream())
                .toList();
    }

    @Override
    public List<StoredReply> openIn(SessionId session, int limit) {
        var tables = transaction.reading();
        return tables.replies()
                .openOf(session)
                .ascending()
                .filter(stored -> tables.threads().find(stored.reply().thread()).isPresent())
                .limit(limit)
                .toList();
    }

    @Override
    public List<StoredReply> list(SessionAccess access, SessionId session, Optional<ReplyId> after, int limit) {
        var tables = transaction.reading();
        var all = tables.replies().of(session);
        return after.map(last -> all.ascendingAfter(last.value()))
                .orElseGet(all::ascending)
                .filter(stored ->
                        tables.threads().find(access, stored.reply().thread()).isPresent())
                .limit(limit)
                .toList();
    }

    @Override
    public List<StoredReply> open(SessionAccess access, ThreadId thread) {
        var tables = transaction.reading();
        if (tables.threads().find(access, thread).isEmpty()) {
            return List.of();
        }
        var running = tables.replies().runningIn(thread);
        var queued = tables.replies()
                .openOf(thread)
                .ascending()
                .filter(stored -> stored.reply().status() == ReplyStatus.QUEUED);
        return Stream.concat(running.stream(), queued).toList();
    }

    @Override
    public void change(StoredReply next) {
        requireStorable(next);
        var reply = next.reply();
        var tables = transaction.holding(reply.session());
        tables.replies()
                .find(reply.id())
                .filter(before -> before.revision() == next.revision() - 1)
                .orElseThrow(() -> transaction.breakOff("reply " + reply.id() + " is not in the revision before "
                        + next.revision() + "; read it under the session's lock"));
        requireOneRunning(tables, reply);
        tables.replies().put(next, answererOf(tables, reply));
    }

    @Override
    public void renew(StoredReply next) {
        change(next);
    }

    @Override
    public int heldBy(String caller) {
        return transaction.reading().replies().heldBy(caller);
    }

    @Override
    public List<Candidate> claimable(Answerer answerer, int limit) {
        var tables = transaction.reading();
        return candidates(
                tables,
                tables.replies().waitingFor(answerer),
                session -> session.status().isLive(),
                limit);
    }

    @Override
    public List<Candidate> leaseEnded(Instant now, int limit) {
        var tables = transaction.reading();
        return candidates(tables, tables.replies().leaseEnded(now), session -> true, limit);
    }

    @Override
    public List<Candidate> untrimmed(Instant before, int limit) {
        var tables = transaction.reading();
        return candidates(tables, tables.replies().untrimmed(before), session -> true, limit);
    }

    private static List<Candidate> candidates(
            Tables tables, Stream<StoredReply> replies, Predicate<Session> wanted, int limit) {
        return replies.map(StoredReply::reply)
                .filter(reply -> tables.threads().find(reply.thread()).isPresent())
                .filter(reply ->
                        tables.sessions().find(reply.session()).filter(wanted).isPresent())
                .limit(limit)
                .map(reply -> new Candidate(reply.session(), reply.id()))
                .toList();
    }

    private static void requireOneRunning(Tables tables, Reply reply) {
        if (reply.status() == ReplyStatus.RUNNING
                && tables.replies()
                        .runningIn(reply.thread())
                        .filter(other -> !other.reply().id().equals(reply.id()))
                        .isPresent()) {
            throw new IllegalStateException("another reply of thread " + reply.thread() + " is running");
        }
    }

    private static Answerer answererOf(Tables tables, Reply reply) {
        return tables.sessions().find(reply.session()).map(Session::answerer).orElseGet(Answerer.None::new);
    }

    private static void requireStorable(StoredReply stored) {
        Storable.require("claimedBy", stored.claimedBy());
        Storable.require("failure", stored.reply().failure());
    }
}
