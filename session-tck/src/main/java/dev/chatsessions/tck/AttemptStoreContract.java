package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatsessions.spi.AttemptStore;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link AttemptStore} promises. Used by one test at a time. */
public abstract class AttemptStoreContract extends Contract {

    private static final Optional<Instant> COUNTED = Optional.empty();

    /** With the fixture of one test. */
    protected AttemptStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void a_window_has_so_many_attempts_and_no_more() {
        assertEquals(COUNTED, take("door", 2, 0, 5));
        assertEquals(COUNTED, take("door", 2, 1, 6));
        assertEquals(endsAt(5), take("door", 2, 2, 7));
        assertEquals(endsAt(5), take("door", 2, 4, 9));
        assertEquals(COUNTED, take("door", 3, 4, 9));
        assertEquals(endsAt(5), take("door", 3, 4, 9));
    }

    @Test
    void when_a_window_has_ended_the_next_attempt_begins_another() {
        assertEquals(COUNTED, take("door", 1, 0, 5));
        assertEquals(endsAt(5), take("door", 1, 4, 9));

        assertEquals(COUNTED, take("door", 1, 5, 8));
        assertEquals(endsAt(8), take("door", 1, 7, 11));
        assertEquals(COUNTED, take("door", 1, 20, 25));
    }

    @Test
    void each_name_has_a_window_of_its_own() {
        var names = List.of("door", "Door", "door ", "d\u00f6\u00f6r", "device:omi:\ud83d\udc8e", "d".repeat(600));
        for (var name : names) {
            assertEquals(COUNTED, take(name, 1, 0, 5));
        }
        for (var name : names) {
            assertEquals(endsAt(5), take(name, 1, 1, 6));
        }
    }

    @Test
    void an_attempt_that_is_given_back_was_not_made() {
        take("door", 2, 0, 5);
        take("door", 2, 0, 5);
        giveBack("door");

        assertEquals(COUNTED, take("door", 2, 1, 6));
        assertEquals(endsAt(5), take("door", 2, 1, 6));
    }

    @Test
    void no_more_is_given_back_than_was_taken() {
        giveBack("door");
        take("door", 1, 0, 5);
        giveBack("door");
        giveBack("door");
        giveBack("gate");

        assertEquals(COUNTED, take("door", 1, 1, 6));
        assertEquals(endsAt(5), take("door", 1, 1, 6));
    }

    @Test
    void an_attempt_of_a_work_that_fails_is_not_counted() {
        take("door", 2, 0, 5);

        assertThrows(
                IllegalCallerException.class,
                () -> keep(stores -> {
                    assertEquals(COUNTED, stores.attempts().take("door", 2, TestTimes.at(1), TestTimes.at(6)));
                    assertEquals(endsAt(5), stores.attempts().take("door", 2, TestTimes.at(1), TestTimes.at(6)));
                    throw new IllegalCallerException("the work gives up");
                }));

        assertEquals(COUNTED, take("door", 2, 1, 6));
        assertEquals(endsAt(5), take("door", 2, 1, 6));
    }

    @Test
    void windows_that_ended_are_removed_a_few_at_a_time() {
        for (var number = 1; number <= 5; number++) {
            take("old-" + number, 1, 0, number);
        }
        take("new", 1, 0, 6);

        assertEquals(2, removedEnded(6, 2));
        assertEquals(3, removedEnded(6, ALL));
        assertEquals(0, removedEnded(6, ALL));

        assertEquals(COUNTED, take("old-5", 1, 0, 5));
        assertEquals(endsAt(6), take("new", 1, 1, 7));
    }

    @Test
    void however_many_try_at_once_no_more_are_counted() {
        var taken = Collision.results(Collision.of(16, () -> take("door", 5, 0, 9)));

        assertEquals(5, Collections.frequency(taken, COUNTED));
        assertEquals(11, Collections.frequency(taken, endsAt(9)));
    }

    private Optional<Instant> take(String name, int most, int now, int end) {
        return write(stores -> stores.attempts().take(name, most, TestTimes.at(now), TestTimes.at(end)));
    }

    private void giveBack(String name) {
        keep(stores -> stores.attempts().giveBack(name));
    }

    private int removedEnded(int before, int limit) {
        return write(stores -> stores.attempts().removeEnded(TestTimes.at(before), limit));
    }

    private static Optional<Instant> endsAt(int step) {
        return Optional.of(TestTimes.at(step));
    }
}
