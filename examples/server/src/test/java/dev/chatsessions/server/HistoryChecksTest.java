package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.server.HistoryChecks.Stored;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A checker that accepts what is wrong proves nothing. */
final class HistoryChecksTest {

    private static final Stored ASKED = new Stored("user", "q1");

    private static final Stored ANSWERED = new Stored("assistant", "a1");

    @Test
    void a_good_history_passes() {
        var stored = List.of(ASKED, ANSWERED, new Stored("user", "q2"), new Stored("assistant", "a2"));

        assertEquals(List.of(), HistoryChecks.acknowledgedIsThere(Map.of("q1", "a1"), stored));
        assertEquals(List.of(), HistoryChecks.nothingIsThereTwice(stored));
        assertEquals(List.of(), HistoryChecks.nothingIsThereUnasked(Set.of("q1", "q2"), stored));
        assertEquals(List.of(), HistoryChecks.eachQuestionHasOneAnswer(stored));
        assertEquals(List.of(), HistoryChecks.heardIsTheLog("ann", List.of("1", "2"), List.of("1", "2")));
    }

    @Test
    void an_acknowledged_question_that_is_not_there_is_lost() {
        assertEquals(
                List.of("lost: q2"), HistoryChecks.acknowledgedIsThere(Map.of("q2", "a2"), List.of(ASKED, ANSWERED)));
    }

    @Test
    void an_acknowledged_answer_stays_as_it_was() {
        assertEquals(
                List.of("another answer is stored to: q1"),
                HistoryChecks.acknowledgedIsThere(Map.of("q1", "a0"), List.of(ASKED, ANSWERED)));
        assertEquals(List.of("lost: q1"), HistoryChecks.acknowledgedIsThere(Map.of("q1", "a1"), List.of(ASKED)));
    }

    @Test
    void a_question_stored_twice_is_seen() {
        assertEquals(
                List.of("stored twice: q1"),
                HistoryChecks.nothingIsThereTwice(List.of(ASKED, ANSWERED, ASKED, ANSWERED)));
    }

    @Test
    void a_question_of_nobodys_is_seen() {
        assertEquals(
                List.of("stored and never asked: q1"),
                HistoryChecks.nothingIsThereUnasked(Set.of("q2"), List.of(ASKED, ANSWERED)));
    }

    @Test
    void a_question_without_its_answer_is_seen() {
        assertEquals(
                List.of("the last question has no answer"),
                HistoryChecks.eachQuestionHasOneAnswer(List.of(ASKED, ANSWERED, ASKED)));
        assertEquals(
                2,
                HistoryChecks.eachQuestionHasOneAnswer(List.of(ANSWERED, ASKED)).size());
    }

    @Test
    void a_reader_that_missed_repeated_swapped_or_made_up_something_is_seen() {
        var log = List.of("1", "2", "3");

        assertEquals(List.of("ann missed: 2"), HistoryChecks.heardIsTheLog("ann", List.of("1", "3"), log));
        assertEquals(
                List.of("ann heard twice: 2"), HistoryChecks.heardIsTheLog("ann", List.of("1", "2", "2", "3"), log));
        assertEquals(
                List.of("ann heard it in another order"),
                HistoryChecks.heardIsTheLog("ann", List.of("2", "1", "3"), log));
        assertEquals(List.of("ann invented: 4"), HistoryChecks.heardIsTheLog("ann", List.of("1", "2", "3", "4"), log));
    }
}
