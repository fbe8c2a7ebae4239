package dev.chatsessions.worker;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.MachineId;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import java.time.Instant;
import java.util.Optional;

/**
 * A worker that its user approved.
 *
 * @param name for people, 1 to 200 characters
 * @param answersAtOnce how many replies it may hold at the same time
 * @param approvedAt when its user approved it last
 * @param seenAt when it was last heard of
 */
public record Worker(
        WorkerId id,
        MachineId machine,
        UserId owner,
        String name,
        int answersAtOnce,
        WorkerStatus status,
        Instant approvedAt,
        Optional<Instant> seenAt) {

    public Worker {
        requireNonNull(id, "id");
        requireNonNull(machine, "machine");
        requireNonNull(owner, "owner");
        requireNonNull(name, "name");
        requireNonNull(status, "status");
        requireNonNull(approvedAt, "approvedAt");
        requireNonNull(seenAt, "seenAt");
        WorkerApplication.requireAnswersAtOnce(answersAtOnce);
    }

    /** Whether what it is asked now is answered now. */
    public boolean isOnline() {
        return status == WorkerStatus.ONLINE;
    }

    /** The same worker, heard of at {@code at}. */
    public Worker seen(Instant at) {
        return new Worker(id, machine, owner, name, answersAtOnce, WorkerStatus.ONLINE, approvedAt, Optional.of(at));
    }

    /** The same worker in another status. */
    public Worker in(WorkerStatus next) {
        return new Worker(id, machine, owner, name, answersAtOnce, next, approvedAt, seenAt);
    }

    /** The same worker under another name. */
    public Worker renamedTo(String newName) {
        return new Worker(id, machine, owner, newName, answersAtOnce, status, approvedAt, seenAt);
    }
}
