package dev.chatsessions.core.transfer;

import dev.chatsessions.Caller;
import dev.chatsessions.JsonValue;
import dev.chatsessions.UserId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.core.worker.WorkerCommands;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.transfer.Intake;
import dev.chatsessions.transfer.Transfers;
import java.util.Iterator;
import java.util.function.Consumer;

/** Takes all of a user's data away and in. Thread-safe. */
public final class DefaultTransfers implements Transfers {

    private final Transactions transactions;

    private final IdSource ids;

    private final UserLogs logs;

    private final WorkerCommands workers;

    public DefaultTransfers(Transactions transactions, IdSource ids, UserLogs logs, WorkerCommands workers) {
        this.transactions = transactions;
        this.ids = ids;
        this.logs = logs;
        this.workers = workers;
    }

    @Override
    public void export(Caller caller, Consumer<JsonValue.Fields> lines) {
        var user = Access.ownerOf(caller, Permission.READ);
        new Exporting(transactions, user, new SessionAccess.Owner(user), lines).all();
    }

    @Override
    public Intake take(Caller caller, UserId user, Iterator<JsonValue.Fields> lines) {
        Access.requireAdmin(caller);
        return new Taking(transactions, ids, logs, workers, user, new SessionAccess.Owner(user)).all(lines);
    }
}
