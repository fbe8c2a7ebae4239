package dev.chatsessions.tck;

import static dev.chatsessions.tck.TestWorkers.OTHER;
import static dev.chatsessions.tck.TestWorkers.ROBOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatsessions.SessionId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.AssignmentStore;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.worker.Assignment;
import dev.chatsessions.worker.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link AssignmentStore} promises. Used by one test at a time. */
public abstract class AssignmentStoreContract extends Contract {

    private int keys;

    /** With the fixture of one test. */
    protected AssignmentStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void an_assignment_is_found_with_its_session_by_who_may_see_that() {
        var on = assigned(ROBOT, Optional.empty());
        var id = on.session().id();

        for (var access : List.of(
                ANY, new SessionAccess.Owner(ANNA), new SessionAccess.Guest(id), new SessionAccess.Answering(ROBOT))) {
            assertEquals(Optional.of(on), find(access, id));
        }
        for (var access : List.of(
                new SessionAccess.Owner(BERT),
                new SessionAccess.Guest(ids.session()),
                new SessionAccess.Answering(OTHER))) {
            assertEquals(Optional.empty(), find(access, id));
        }
        assertEquals(Optional.empty(), find(ANY, ids.session()));
    }

    @Test
    void a_session_is_assigned_once() {
        var on = assigned(ROBOT, Optional.empty());
        var plain = new Assignment(
                on.session().id(),
                ROBOT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        keepIn(on.session().id(), stores -> stores.assignments().insert(plain, Optional.of(TestTimes.at(1))));

        assertEquals(Optional.of(on), find(ANY, on.session().id()));
        assertEquals(List.of(), due(5, ALL));
    }

    @Test
    void what_the_worker_says_of_a_session_is_kept() {
        var on = assigned(ROBOT, Optional.empty());
        var other = assigned(ROBOT, Optional.empty());
        var ready = on.assignment().ready(Optional.of("ses_1"), TestTimes.at(3));

        keepIn(on.session().id(), stores -> stores.assignments().change(ready));

        assertEquals(
                Optional.of(new WorkerSession(on.session(), ready)),
                find(ANY, on.session().id()));
        assertEquals(Optional.of(other), find(ANY, other.session().id()));
    }

    @Test
    void how_long_questions_wait_may_change() {
        var on = assigned(ROBOT, Optional.empty());
        var impatient = on.assignment().failingAfter(Optional.of(Duration.ofSeconds(7)));
        var patient = impatient.failingAfter(Optional.empty());

        keepIn(on.session().id(), stores -> stores.assignments().change(impatient));
        assertEquals(
                Optional.of(new WorkerSession(on.session(), impatient)),
                find(ANY, on.session().id()));
        keepIn(on.session().id(), stores -> stores.assignments().change(patient));

        assertEquals(
                Optional.of(new WorkerSession(on.session(), patient)),
                find(ANY, on.session().id()));
    }

    @Test
    void without_the_sessions_lock_nothing_is_written() {
        var on = assigned(ROBOT, Optional.empty());

        assertThrows(
                IllegalStateException.class,
                () -> keep(stores ->
                        stores.assignments().change(on.assignment().ready(Optional.empty(), TestTimes.at(2)))));
        assertThrows(
                IllegalStateException.class,
                () -> keep(stores -> stores.assignments().lookAgain(on.session().id(), Optional.of(TestTimes.at(2)))));
    }

    @Test
    void the_sessions_on_a_worker_are_listed_newest_first_in_pages() {
        var first = assigned(ROBOT, Optional.empty());
        var second = assigned(ROBOT, Optional.empty());
        var third = assigned(ROBOT, Optional.empty());
        assigned(OTHER, Optional.empty());

        assertEquals(List.of(third, second), list(ANY, false, Optional.empty(), 2));
        assertEquals(
                List.of(first), list(ANY, false, Optional.of(second.session().id()), 2));
        assertEquals(List.of(), list(new SessionAccess.Owner(BERT), false, Optional.empty(), ALL));
        assertEquals(
                3,
                list(new SessionAccess.Answering(ROBOT), false, Optional.empty(), ALL)
                        .size());
        assertEquals(List.of(), list(new SessionAccess.Answering(OTHER), false, Optional.empty(), ALL));
    }

    @Test
    void those_that_are_over_may_be_left_out() {
        var lives = assigned(ROBOT, Optional.empty());
        var over = assigned(ROBOT, Optional.empty());
        var ended = over.session().movedTo(SessionStatus.TERMINATED, TestTimes.at(3));
        keepIn(ended.id(), stores -> stores.sessions().change(ended, 1));

        assertEquals(List.of(lives), list(ANY, true, Optional.empty(), ALL));
        assertEquals(
                List.of(new WorkerSession(ended, over.assignment()), lives), list(ANY, false, Optional.empty(), ALL));
    }

    @Test
    void those_that_are_due_are_told_longest_first_and_may_be_put_off() {
        var second = assigned(ROBOT, Optional.of(TestTimes.at(2))).session().id();
        var first = assigned(OTHER, Optional.of(TestTimes.at(1))).session().id();
        var third = assigned(ROBOT, Optional.of(TestTimes.at(3))).session().id();
        assigned(ROBOT, Optional.empty());

        assertEquals(List.of(first, second), due(3, ALL));
        assertEquals(List.of(first), due(4, 1));
        keepIn(first, stores -> stores.assignments().lookAgain(first, Optional.of(TestTimes.at(9))));
        keepIn(second, stores -> stores.assignments().lookAgain(second, Optional.empty()));
        assertEquals(List.of(third), due(4, ALL));
        assertEquals(List.of(third, first), due(10, ALL));
    }

    @Test
    void with_its_session_an_assignment_is_gone() {
        var gone = assigned(ROBOT, Optional.of(TestTimes.at(2))).session().id();
        var stays = assigned(ROBOT, Optional.of(TestTimes.at(2)));
        keepIn(gone, stores -> stores.sessions().delete(gone, TestTimes.at(3)));

        for (var round = 0; round < 2; round++) {
            assertEquals(Optional.empty(), find(ANY, gone));
            assertEquals(List.of(stays), list(ANY, false, Optional.empty(), ALL));
            assertEquals(List.of(stays.session().id()), due(4, ALL));
            keep(stores -> stores.sessions().purgeDeleted(ALL));
        }
    }

    private WorkerSession assigned(WorkerId worker, Optional<Instant> lookAt) {
        Session session = started(sessions.answeredBy(worker, ANNA, "key-" + ++keys));
        var assignment = TestWorkers.assignment(session.id(), worker);
        keepIn(session.id(), stores -> stores.assignments().insert(assignment, lookAt));
        return new WorkerSession(session, assignment);
    }

    private Optional<WorkerSession> find(SessionAccess access, SessionId session) {
        return read(stores -> stores.assignments().find(access, session));
    }

    private List<WorkerSession> list(SessionAccess access, boolean onlyLive, Optional<SessionId> before, int limit) {
        return read(stores -> stores.assignments().list(access, ROBOT, onlyLive, before, limit));
    }

    private List<SessionId> due(int now, int limit) {
        return read(stores -> stores.assignments().due(TestTimes.at(now), limit));
    }
}
