package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.spi.WorkerStore;
import dev.chatsessions.worker.Worker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

final class InMemoryWorkers implements WorkerStore {

    private final Transaction transaction;

    InMemoryWorkers(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public boolean insert(Worker worker) {
        Storable.require("name", worker.name());
        var workers = transaction.writing().workers();
        if (workers.find(worker.id()).isPresent()) {
            return false;
        }
        workers.put(worker);
        return true;
    }

    @Override
    public Optional<Worker> find(WorkerId worker) {
        return transaction.reading().workers().find(worker);
    }

    @Override
    public Optional<Worker> lock(WorkerId worker) {
        return transaction.writing().workers().find(worker);
    }

    @Override
    public List<Worker> list(UserId owner, Optional<WorkerId> after, int limit) {
        var own = transaction.reading().workers().of(owner);
        return after.map(last -> own.ascendingAfter(last.value()))
                .orElseGet(own::ascending)
                .limit(limit)
                .toList();
    }

    @Override
    public int count(UserId owner) {
        return transaction.reading().workers().count(owner);
    }

    @Override
    public void change(Worker next) {
        Storable.require("name", next.name());
        var workers = transaction.writing().workers();
        if (workers.find(next.id()).isPresent()) {
            workers.put(next);
        }
    }

    @Override
    public List<WorkerId> silent(Instant before, int limit) {
        return transaction
                .reading()
                .workers()
                .silent(before)
                .map(Worker::id)
                .limit(limit)
                .toList();
    }
}
