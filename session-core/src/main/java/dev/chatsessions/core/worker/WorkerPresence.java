package dev.chatsessions.core.worker;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.RateLimited;
import dev.chatsessions.WorkerId;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.worker.Worker;
import dev.chatsessions.worker.WorkerStatus;
import java.time.Duration;

/** Whether workers are there. Their users are told when that changes, and only then. Thread-safe; any node may sweep. */
public final class WorkerPresence {

    private static final Duration SOONEST = Duration.ofSeconds(1);

    private final Transactions.Bound transactions;

    private final UserLogs logs;

    private final Duration staleAfter;

    private final Observer observer;

    public WorkerPresence(Transactions transactions, UserLogs logs, Duration staleAfter, Observer observer) {
        this.transactions = transactions.own();
        this.logs = logs;
        this.staleAfter = staleAfter;
        this.observer = observer;
    }

    Worker heartbeat(Caller caller) {
        return transactions.write(writing -> {
            var now = writing.now();
            var worker = WorkerRules.locked(writing, caller);
            worker.seenAt()
                    .map(seen -> Duration.between(now, seen.plus(SOONEST)))
                    .ifPresent(left -> {
                        if (worker.isOnline() && !left.isNegative() && !left.isZero()) {
                            throw new RateLimited("a worker says that it is there once a second at most", left);
                        }
                    });
            return changed(writing, worker, worker.seen(now));
        });
    }

    Worker leave(Caller caller) {
        return transactions.write(writing -> {
            var worker = WorkerRules.locked(writing, caller);
            return worker.isOnline() ? changed(writing, worker, worker.in(WorkerStatus.OFFLINE)) : worker;
        });
    }

    private Worker changed(Writing writing, Worker before, Worker next) {
        writing.stores().workers().change(next);
        if (before.isOnline() != next.isOnline()) {
            logs.tell(writing, next.owner(), WorkerEvents.presence(next));
        }
        return next;
    }

    /** Has up to {@code limit} workers count as gone that said nothing for too long, and says how many were looked at. */
    public int sweep(int limit) {
        var silent =
                transactions.read(stores -> stores.workers().silent(stores.now().minus(staleAfter), limit));
        for (var worker : silent) {
            Quietly.runEach(observer, "workers", () -> leaveUnlessSeen(worker));
        }
        return silent.size();
    }

    private void leaveUnlessSeen(WorkerId id) {
        transactions.run(writing -> writing.stores()
                .workers()
                .lock(id)
                .filter(worker -> WorkerRules.isSilent(worker, writing.now(), staleAfter))
                .ifPresent(worker -> changed(writing, worker, worker.in(WorkerStatus.OFFLINE))));
    }
}
