package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.MachineId;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.spi.WorkerStore;
import dev.chatsessions.worker.Worker;
import dev.chatsessions.worker.WorkerStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Workers. The last column is set only while a worker is there, for its index. */
final class WorkersTable implements WorkerStore {

    private static final Insert INSERT = Insert.into(
            "workers", "id, machine, owner, name, answers_at_once, status, approved_at, seen_at, online_seen_at", "id");

    private static final String FIND = """
            select w.id, w.machine, w.owner, w.name, w.answers_at_once, w.status, w.approved_at, w.seen_at
            from ${schema}.workers w where\s""";

    private static final String BY_ID = FIND + "w.id = ?";

    private static final String OF_OWNER = FIND + "w.owner = ?";

    private static final String BY_NAME = " order by w.owner, w.id limit ?";

    private static final String COUNT =
            "select count(*) as workers from ${schema}.workers w where w.owner = ? and w.status <> 'REVOKED'";

    private static final String CHANGE = """
            update ${schema}.workers set machine = ?, owner = ?, name = ?, answers_at_once = ?, status = ?,
            approved_at = ?, seen_at = ?, online_seen_at = ? where id = ?""";

    private static final String SILENT = """
            select w.id from ${schema}.workers w where w.online_seen_at < ?
            order by w.online_seen_at, w.id limit ?""";

    private static final Row<Worker> ROW = row -> new Worker(
            new WorkerId(row.getString("id")),
            new MachineId(row.getString("machine")),
            new UserId(row.getString("owner")),
            row.getString("name"),
            row.getInt("answers_at_once"),
            WorkerStatus.valueOf(row.getString("status")),
            Columns.time(row, "approved_at"),
            Columns.optionalTime(row, "seen_at"));

    private final Transaction transaction;

    WorkersTable(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public boolean insert(Worker worker) {
        return transaction.insert(INSERT, of(worker.id()).andAll(content(worker)));
    }

    @Override
    public Optional<Worker> find(WorkerId worker) {
        return transaction.first(BY_ID, of(worker), ROW);
    }

    @Override
    public Optional<Worker> lock(WorkerId worker) {
        transaction.requireWriting();
        return transaction.first(BY_ID + " for update", of(worker), ROW);
    }

    @Override
    public List<Worker> list(UserId owner, Optional<WorkerId> after, int limit) {
        var values = Values.of(owner.value());
        after.ifPresent(last -> values.and(last.value()));
        var sql = OF_OWNER + (after.isPresent() ? " and w.id > ?" : "") + BY_NAME;
        return transaction.list(sql, values.and(limit), ROW);
    }

    @Override
    public int count(UserId owner) {
        return transaction
                .first(COUNT, Values.of(owner.value()), row -> row.getInt("workers"))
                .orElseThrow();
    }

    @Override
    public void change(Worker next) {
        transaction.changeLater(CHANGE, content(next).and(next.id().value()));
    }

    @Override
    public List<WorkerId> silent(Instant before, int limit) {
        return transaction.list(SILENT, new Values().and(before).and(limit), row -> new WorkerId(row.getString("id")));
    }

    private static Values of(WorkerId worker) {
        return Values.of(worker.value());
    }

    private static Values content(Worker worker) {
        return Values.of(worker.machine().value())
                .and(worker.owner().value())
                .and(worker.name())
                .and(worker.answersAtOnce())
                .and(worker.status())
                .and(worker.approvedAt())
                .andTime(worker.seenAt())
                .andTime(worker.seenAt().filter(seen -> worker.isOnline()));
    }
}
