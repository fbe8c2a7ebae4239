package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.worker.Assignment;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What sessions on workers have beside what every session has. */
final class AssignmentRows {

    private final Table<SessionId, Kept> assignments;

    private final Listing<WorkerId, UUID, Kept> byWorker;

    private final Listing<Boolean, Moment, Kept> due;

    AssignmentRows(Journal journal) {
        assignments = new Table<>(journal, Kept::session);
        byWorker = assignments.listing(kept -> Optional.of(kept.assignment().worker()), Kept::id, Order.OF_IDS);
        due = assignments.listing(
                kept -> kept.lookAt().map(at -> true),
                kept -> new Moment(kept.lookAt().orElseThrow(), kept.id()),
                Moment.ORDER);
    }

    /**
     * An assignment as it is kept.
     *
     * @param lookAt when to look whether its session was unused for too long
     */
    record Kept(Assignment assignment, Optional<Instant> lookAt) {

        SessionId session() {
            return assignment.session();
        }

        private UUID id() {
            return session().value();
        }
    }

    Optional<Kept> find(SessionId session) {
        return assignments.find(session);
    }

    /** By the ids of their sessions. */
    Ordered<UUID, Kept> of(WorkerId worker) {
        return byWorker.of(worker);
    }

    /** To be looked at before, longest first. */
    Stream<Kept> dueBefore(Instant before) {
        return due.of(true).ascendingBefore(Moment.firstAt(before));
    }

    void put(Kept kept) {
        assignments.put(kept);
    }

    void remove(SessionId session) {
        assignments.find(session).ifPresent(assignments::remove);
    }
}
