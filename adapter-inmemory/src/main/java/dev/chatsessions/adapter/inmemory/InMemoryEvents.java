package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.LogScope;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.EventLog;
import dev.chatsessions.spi.LoggedEvent;
import dev.chatsessions.spi.SessionAccess;
import java.util.List;
import java.util.Optional;

final class InMemoryEvents implements EventLog {

    private final Transaction transaction;

    InMemoryEvents(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public LogHead lock(LogScope scope, long newEpoch) {
        if (scope instanceof LogScope.OfSession) {
            throw new IllegalArgumentException(scope + " is locked through the session");
        }
        var logs = transaction.writing().logs();
        return transaction.lock(logs.find(scope).orElseGet(() -> logs.begin(scope, newEpoch)));
    }

    @Override
    public long append(LogScope scope, EventBody body) {
        Storable.require("kind", body.kind());
        body.delta().ifPresent(delta -> Storable.require("delta", delta.text()));
        return transaction.log(scope).append(transaction.now(), body);
    }

    @Override
    public Optional<LogHead> head(SessionAccess access, LogScope scope) {
        var tables = transaction.reading();
        return log(tables, access, scope).map(Log::head);
    }

    @Override
    public List<LoggedEvent> read(SessionAccess access, LogScope scope, long after, int limit) {
        var tables = transaction.reading();
        return log(tables, access, scope).stream()
                .flatMap(log -> log.events().ascendingAfter(after))
                .filter(event -> !isOfDeletedThread(tables, event))
                .limit(limit)
                .map(event -> withMessage(tables, access, event))
                .toList();
    }

    @Override
    public List<Delta> deltas(SessionAccess access, SessionId session, ReplyId reply, long afterSequence) {
        var tables = transaction.reading();
        return log(tables, access, new LogScope.OfSession(session)).stream()
                .flatMap(log -> log.deltasOf(reply).ascendingAfter(afterSequence))
                .filter(event -> !isOfDeletedThread(tables, event))
                .map(event -> event.body().delta().orElseThrow())
                .toList();
    }

    @Override
    public int trim(SessionId session, ReplyId reply, long afterSequence, int limit) {
        return transaction
                .writing()
                .logs()
                .find(new LogScope.OfSession(session))
                .map(log -> log.remove(
                        log.deltasOf(reply).descending().takeWhile(event -> event.sequence() > afterSequence), limit))
                .orElse(0);
    }

    @Override
    public void clear(SessionId session, ThreadId thread) {
        transaction
                .writing()
                .logs()
                .find(new LogScope.OfSession(session))
                .ifPresent(log -> log.remove(log.contentOf(thread).ascending(), Integer.MAX_VALUE));
    }

    private static Optional<Log> log(Tables tables, SessionAccess access, LogScope scope) {
        return sees(tables, access, scope) ? tables.logs().find(scope) : Optional.empty();
    }

    private static boolean sees(Tables tables, SessionAccess access, LogScope scope) {
        if (scope instanceof LogScope.OfSession of) {
            return tables.sessions().find(access, of.session()).isPresent();
        }
        if (scope instanceof LogScope.OfUser of && access instanceof SessionAccess.Owner owner) {
            return of.user().equals(owner.user());
        }
        if (scope instanceof LogScope.OfWorker of && access instanceof SessionAccess.Answering by) {
            return of.worker().equals(by.worker());
        }
        return access instanceof SessionAccess.Any;
    }

    /** What tells of a deleted thread's messages and replies is purged with them from the session's log, so it goes first. */
    private static boolean isOfDeletedThread(Tables tables, LoggedEvent event) {
        return event.scope() instanceof LogScope.OfSession
                && Log.contentThread(event).filter(tables.threads()::isBuried).isPresent();
    }

    private static LoggedEvent withMessage(Tables tables, SessionAccess access, LoggedEvent event) {
        var message = event.body()
                .message()
                .flatMap(tables.messages()::find)
                .filter(found -> tables.threads().find(access, found.thread()).isPresent());
        return message.isEmpty()
                ? event
                : new LoggedEvent(event.scope(), event.sequence(), event.at(), event.body(), message);
    }
}
