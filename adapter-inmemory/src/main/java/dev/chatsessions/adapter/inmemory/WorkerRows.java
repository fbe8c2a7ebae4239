package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.worker.Worker;
import dev.chatsessions.worker.WorkerStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The workers, and which of them are there. */
final class WorkerRows {

    private final Table<WorkerId, Worker> workers;

    private final Listing<UserId, String, Worker> byOwner;

    private final Listing<UserId, String, Worker> wanted;

    private final Listing<WorkerStatus, Seen, Worker> online;

    WorkerRows(Journal journal) {
        workers = new Table<>(journal, Worker::id);
        byOwner = workers.listing(worker -> Optional.of(worker.owner()), WorkerRows::name, Order.OF_TEXTS);
        wanted = workers.listing(
                worker -> Optional.of(worker.owner()).filter(owner -> worker.status() != WorkerStatus.REVOKED),
                WorkerRows::name,
                Order.OF_TEXTS);
        online = workers.listing(
                worker -> Optional.of(worker.status()).filter(status -> worker.isOnline()), Seen::of, Seen.ORDER);
    }

    Optional<Worker> find(WorkerId id) {
        return workers.find(id);
    }

    /** By id. */
    Ordered<String, Worker> of(UserId owner) {
        return byOwner.of(owner);
    }

    int count(UserId owner) {
        return wanted.of(owner).size();
    }

    /** Those that are there and were last seen before, longest first. */
    Stream<Worker> silent(Instant before) {
        return online.of(WorkerStatus.ONLINE).ascendingBefore(new Seen(before, ""));
    }

    void remove(Worker worker) {
        workers.remove(worker);
    }

    void put(Worker worker) {
        workers.put(worker);
    }

    private static String name(Worker worker) {
        return worker.id().value();
    }

    /** When a worker was last seen, and which. */
    private record Seen(Instant at, String worker) {

        static final Comparator<Seen> ORDER =
                Comparator.comparing(Seen::at).thenComparing(Seen::worker, Order.OF_TEXTS);

        static Seen of(Worker worker) {
            return new Seen(worker.seenAt().orElse(Instant.MIN), name(worker));
        }
    }
}
