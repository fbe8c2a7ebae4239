package dev.chatsessions.spi;

import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.worker.Worker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps workers. */
public interface WorkerStore {

    /** Keeps a new worker; false, and nothing kept, when its id is there. A racing one is waited for. */
    boolean insert(Worker worker);

    /** The worker as it stands, without a lock. */
    Optional<Worker> find(WorkerId worker);

    /** Waits for the worker, locks it to the end of the transaction, and reads it. */
    Optional<Worker> lock(WorkerId worker);

    /** The user's workers by id, lowest first; those after {@code after}. */
    List<Worker> list(UserId owner, Optional<WorkerId> after, int limit);

    /** How many workers of the user are not revoked. */
    int count(UserId owner);

    /** Replaces the worker, which is locked. */
    void change(Worker next);

    /** Workers that are ONLINE and were last seen before {@code before}, longest first. Without a lock. */
    List<WorkerId> silent(Instant before, int limit);
}
