package dev.chatsessions.tck;

import static dev.chatsessions.tck.TestWorkers.OTHER;
import static dev.chatsessions.tck.TestWorkers.ROBOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.spi.WorkerStore;
import dev.chatsessions.worker.Worker;
import dev.chatsessions.worker.WorkerStatus;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@link WorkerStore} promises. Used by one test at a time. */
public abstract class WorkerStoreContract extends Contract {

    /** With the fixture of one test. */
    protected WorkerStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void a_worker_is_found_by_its_id_and_by_its_owner() {
        var robot = kept(TestWorkers.approved(ROBOT, ANNA));
        var other = kept(TestWorkers.approved(OTHER, BERT).seen(TestTimes.at(2)));

        assertEquals(Optional.of(robot), find(ROBOT));
        assertEquals(Optional.of(other), find(OTHER));
        assertEquals(List.of(robot), listed(ANNA));
        assertEquals(List.of(other), listed(BERT));
        assertEquals(Optional.empty(), find(new WorkerId("nobodys")));
        assertEquals(Optional.of(robot), write(stores -> stores.workers().lock(ROBOT)));
    }

    @Test
    void an_id_is_given_once_whoever_owns_it() {
        var robot = kept(TestWorkers.approved(ROBOT, ANNA));

        assertFalse(did(stores -> stores.workers().insert(TestWorkers.approved(ROBOT, ANNA))));
        assertFalse(did(stores -> stores.workers().insert(TestWorkers.approved(ROBOT, BERT))));

        assertEquals(Optional.of(robot), find(ROBOT));
        assertEquals(List.of(), listed(BERT));
    }

    @Test
    void of_those_who_insert_one_id_at_once_one_does() {
        var inserted = Collision.results(Collision.of(
                4, () -> did(stores -> stores.workers().insert(TestWorkers.approved(ROBOT, ANNA)))));

        assertEquals(1, Collections.frequency(inserted, true));
    }

    @Test
    void a_worker_changes_in_all_but_its_id() {
        kept(TestWorkers.approved(ROBOT, ANNA));
        var next = TestWorkers.approved(ROBOT, BERT).renamedTo("Renamed").seen(TestTimes.at(3));

        keep(stores -> {
            stores.workers().lock(ROBOT).orElseThrow();
            stores.workers().change(next);
            assertEquals(Optional.of(next), stores.workers().find(ROBOT));
        });
        keep(stores -> stores.workers().change(TestWorkers.approved(OTHER, ANNA)));

        assertEquals(Optional.of(next), find(ROBOT));
        assertEquals(List.of(), listed(ANNA));
        assertEquals(List.of(next), listed(BERT));
        assertEquals(Optional.empty(), find(OTHER));
    }

    @Test
    void workers_are_listed_by_their_ids_as_bytes_sort_in_pages() {
        var names = List.of("-a", "0", "A", "B", "_", "a", "a-", "a0", "aA", "b");
        for (var name : List.of("b", "a0", "A", "_", "-a", "a", "aA", "0", "a-", "B")) {
            kept(TestWorkers.approved(new WorkerId(name), ANNA));
        }
        kept(TestWorkers.approved(ROBOT, BERT));

        assertEquals(
                names, listed(ANNA).stream().map(worker -> worker.id().value()).toList());
        assertEquals(
                names.subList(4, 7),
                read(stores -> stores.workers().list(ANNA, Optional.of(new WorkerId("B")), 3)).stream()
                        .map(worker -> worker.id().value())
                        .toList());
    }

    @Test
    void those_that_are_revoked_are_listed_and_not_counted() {
        kept(TestWorkers.approved(ROBOT, ANNA));
        kept(TestWorkers.approved(OTHER, ANNA));
        assertEquals(2, count(ANNA));

        keep(stores -> stores.workers().change(TestWorkers.approved(OTHER, ANNA).in(WorkerStatus.REVOKED)));

        assertEquals(1, count(ANNA));
        assertEquals(0, count(BERT));
        assertEquals(2, listed(ANNA).size());
    }

    @Test
    void those_that_are_there_and_were_not_seen_are_told_longest_first() {
        Stream.of(4, 2, 3)
                .map(step ->
                        TestWorkers.approved(new WorkerId("seen-" + step), ANNA).seen(TestTimes.at(step)))
                .forEach(this::kept);
        kept(TestWorkers.approved(ROBOT, ANNA).seen(TestTimes.at(1)).in(WorkerStatus.OFFLINE));
        kept(TestWorkers.approved(OTHER, ANNA));

        assertEquals(List.of("seen-2", "seen-3"), silent(4, ALL));
        assertEquals(List.of("seen-2"), silent(5, 1));
        assertEquals(List.of(), silent(2, ALL));
        keep(stores -> stores.workers()
                .change(stores.workers()
                        .lock(new WorkerId("seen-2"))
                        .orElseThrow()
                        .seen(TestTimes.at(9))));
        assertEquals(List.of("seen-3", "seen-4"), silent(5, ALL));
    }

    private List<String> silent(int before, int limit) {
        return read(stores -> stores.workers().silent(TestTimes.at(before), limit)).stream()
                .map(WorkerId::value)
                .toList();
    }

    private Worker kept(Worker worker) {
        assertTrue(did(stores -> stores.workers().insert(worker)), () -> worker.id() + " was not kept");
        return worker;
    }

    private Optional<Worker> find(WorkerId id) {
        return read(stores -> stores.workers().find(id));
    }

    private List<Worker> listed(UserId owner) {
        return read(stores -> stores.workers().list(owner, Optional.empty(), ALL));
    }

    private int count(UserId owner) {
        return read(stores -> stores.workers().count(owner));
    }
}
