package dev.chatsessions.core.erasure;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.UserId;
import dev.chatsessions.core.identity.Credentials;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.erasure.Erasure;
import dev.chatsessions.erasure.Erasures;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.spi.ErasureStore.StoredErasure;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.worker.Worker;
import java.util.List;
import java.util.Optional;

/** Begins erasures, tells of them and lifts them. Thread-safe. */
public final class DefaultErasures implements Erasures {

    private static final int PAGE = 100;

    private final Transactions.Bound transactions;

    private final UserLogs logs;

    private final Credentials credentials;

    private final Runnable onUse;

    /** @param onUse has the housekeeping begin that goes on with it */
    public DefaultErasures(Transactions transactions, UserLogs logs, Credentials credentials, Runnable onUse) {
        this.transactions = transactions.own();
        this.logs = logs;
        this.credentials = credentials;
        this.onUse = onUse;
    }

    @Override
    public Erasure erase(Caller caller, UserId user) {
        Access.requireSelfOrAdmin(caller, user, Permission.WRITE);
        onUse.run();
        return transactions.write(writing -> {
            if (logs.end(writing, user)) {
                credentials.signOutEverywhere(writing, user);
                revokeWorkers(writing, user);
            }
            return found(writing.stores(), user);
        });
    }

    private void revokeWorkers(Writing writing, UserId user) {
        var last = Optional.<Worker>empty();
        List<Worker> page;
        do {
            page = writing.stores().workers().list(user, last.map(Worker::id), PAGE);
            page.forEach(worker -> credentials.revokeAll(writing, new Caller.Worker(worker.id())));
            last = page.isEmpty() ? last : Optional.of(page.get(page.size() - 1));
        } while (page.size() == PAGE);
    }

    @Override
    public Erasure find(Caller caller, UserId user) {
        Access.requireSelfOrAdmin(caller, user, Permission.READ);
        return transactions.glance(stores -> found(stores, user));
    }

    private Erasure found(Stores stores, UserId user) {
        return stores.erasures()
                .find(logs.mark(user))
                .map(DefaultErasures::shown)
                .orElseThrow(() -> missing(user));
    }

    private static Erasure shown(StoredErasure stored) {
        return new Erasure(stored.begunAt(), stored.endedAt(), stored.removed(), stored.remaining());
    }

    private static NotFound missing(UserId user) {
        return new NotFound("no user " + user + " was erased");
    }

    @Override
    public void lift(Caller caller, UserId user) {
        Access.requireAdmin(caller);
        transactions.run(writing -> {
            var erasures = writing.stores().erasures();
            var stored = erasures.find(logs.mark(user)).orElseThrow(() -> missing(user));
            if (stored.endedAt().isEmpty()) {
                throw new Conflict("erasure-open", "the user is still being erased; wait until that has ended");
            }
            erasures.lift(stored.mark());
        });
    }
}
