package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.DeviceId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.live.Feed;
import dev.chatsessions.webhook.Conclusion;
import dev.chatsessions.webhook.Diagnosis;
import dev.chatsessions.webhook.Diagnosis.Code;
import dev.chatsessions.webhook.Receipt;
import dev.chatsessions.webhook.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the provider writes down for good takes the place of what was delivered while it was said. */
abstract class ConclusionUseCases extends HearingUseCases {

    @Test
    void segments_are_rewritten_absorbed_and_added() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("a", "Good", 0, 1), said("b", "mourning.", 1, 2), said("c", "How are you?", 3, 4));
        var live = current(ANN).thread().id();

        var receipt = conclude(
                NECKLACE,
                "memory-1",
                said("a", "Good morning.", 0, 2),
                said("c", "How are you?", 3, 4),
                said("d", "Fine.", 5, 6));

        assertEquals(new Receipt(1, 2, 0, true, Optional.empty()), receipt);
        assertEquals(List.of("Good morning.", "How are you?", "Fine."), texts(ANN, live));
        var conversation = current(ANN);
        assertEquals(live, conversation.thread().id());
        assertEquals(Optional.of("memory-1"), conversation.origin());
        assertTrue(conversation.endedAt().isPresent());
        assertEquals(Optional.of("A talk"), conversation.thread().title());
        assertEquals(3, conversation.thread().messageCount());
        var kinds = kinds(log(ANN, new Feed.OfSession(conversation.session())));
        assertEquals(
                List.of("message_changed", "message_removed", "message_added", "thread_renamed"),
                kinds.subList(kinds.size() - 4, kinds.size()));
    }

    @Test
    void what_was_said_before_and_behind_the_stretch_that_is_written_stays() {
        link(ANN, NECKLACE);
        deliver(
                NECKLACE,
                said("a", "Before.", 0, 1),
                said("b", "Good", 2, 3),
                said("c", "morning.", 3, 4),
                said("d", "Behind.", 6, 7));

        conclude(NECKLACE, "memory-1", said("b", "Good morning.", 2, 5));

        assertEquals(
                List.of("Before.", "Good morning.", "Behind."),
                texts(ANN, current(ANN).thread().id()));
    }

    @Test
    void what_was_absorbed_does_not_come_back() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("a", "Good", 0, 1), said("b", "morning.", 1, 2));
        conclude(NECKLACE, "memory-1", said("a", "Good morning.", 0, 2));

        deliver(NECKLACE, said("b", "morning.", 1, 2), said("a", "Good", 0, 1));

        assertEquals(1, conversations(ANN).size());
        assertEquals(List.of("Good morning."), texts(ANN, current(ANN).thread().id()));
    }

    @Test
    void to_conclude_again_changes_what_differs_and_nothing_else() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("a", "Good", 0, 1), said("b", "morning.", 1, 2));
        conclude(NECKLACE, "memory-1", said("a", "Good morning.", 0, 2));
        var before = log(ANN, new Feed.OfSession(current(ANN).session()));

        conclude(NECKLACE, "memory-1", said("a", "Good morning.", 0, 2));
        assertEquals(before, log(ANN, new Feed.OfSession(current(ANN).session())));
        conclude(NECKLACE, "memory-1", said("a", "Good day.", 0, 2), said("b", "Sir.", 2, 3));

        assertEquals(
                List.of("Good day.", "Sir."), texts(ANN, current(ANN).thread().id()));
        assertEquals(1, conversations(ANN).size());
    }

    @Test
    void what_comes_after_the_end_begins_the_next() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("a", "One.", 0, 1));
        conclude(NECKLACE, "memory-1", said("a", "One.", 0, 1));
        var first = current(ANN).thread().id();

        deliver(NECKLACE, said("b", "Two.", 0, 1));

        assertNotEquals(first, current(ANN).thread().id());
        assertEquals(List.of("One."), texts(ANN, first));
    }

    @Test
    void what_was_said_in_it_and_comes_only_after_the_end_is_told_in_it() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("a", "One.", 0, 1));
        backend.advance(Duration.ofSeconds(100));
        deliver(NECKLACE, said("d", "Four.", 98, 100));
        conclude(NECKLACE, "memory-1", said("a", "One.", 0, 1), said("d", "Four.", 98, 100));
        var first = current(ANN).thread().id();

        backend.advance(Duration.ofSeconds(40));
        assertEquals(1, deliver(NECKLACE, said("c", "Hey Omi, three?", 60, 61)).accepted());
        assertEquals(0, deliver(NECKLACE, said("c", "Hey Omi, three?", 60, 61)).accepted());

        assertEquals(List.of("One.", "Hey Omi, three?", "Four."), texts(ANN, first));
        assertEquals(1, conversations(ANN).size());
        assertEquals(
                List.of(Code.LATE),
                chat.webhooks().diagnosis(ANN).devices().get(0).deliveries().get(1).findings().stream()
                        .map(Diagnosis.Finding::code)
                        .toList());
        deliver(NECKLACE, said("e", "Five.", 2, 3));
        assertEquals(2, conversations(ANN).size());
    }

    @Test
    void what_comes_late_is_told_where_it_was_said_though_all_the_rest_came_at_once() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("a", "One.", 0, 1), said("d", "Four.", 98, 100));
        conclude(NECKLACE, "memory-1", said("a", "One.", 0, 1), said("d", "Four.", 98, 100));
        var first = current(ANN).thread().id();
        backend.advance(Duration.ofSeconds(40));

        deliver(NECKLACE, said("c", "Three.", 60, 61));

        assertEquals(List.of("One.", "Three.", "Four."), texts(ANN, first));
        assertEquals(1, conversations(ANN).size());
        deliver(NECKLACE, said("e", "Five.", 2, 3), said("f", "Six.", 45, 49));
        assertEquals(2, conversations(ANN).size());
        assertEquals(List.of("Five.", "Six."), texts(ANN, current(ANN).thread().id()));
    }

    @Test
    void what_its_conclusion_overtook_is_told_where_it_was_said() {
        var start = link(ANN, NECKLACE).linkedAt();
        backend.advance(Duration.ofSeconds(6));
        conclude(start, said("a", "Good morning.", 0, 2), said("d", "Bye.", 4, 5));
        var first = current(ANN).thread().id();

        deliver(NECKLACE, said("b", "morning.", 1, 2), said("c", "How are you?", 3, 4));

        assertEquals(List.of("Good morning.", "How are you?", "Bye."), texts(ANN, first));
        assertEquals(1, conversations(ANN).size());
    }

    @Test
    void what_its_conclusion_overtook_is_told_where_it_was_said_though_some_had_come() {
        var start = link(ANN, NECKLACE).linkedAt();
        backend.advance(Duration.ofSeconds(2));
        deliver(NECKLACE, said("a", "Good", 0, 1));
        backend.advance(Duration.ofSeconds(4));
        conclude(start, said("a", "Good morning.", 0, 2), said("d", "Bye.", 4, 5));
        var first = current(ANN).thread().id();

        deliver(NECKLACE, said("b", "morning.", 1, 2), said("c", "How are you?", 3, 4));

        assertEquals(List.of("Good morning.", "How are you?", "Bye."), texts(ANN, first));
        assertEquals(1, conversations(ANN).size());
    }

    @Test
    void one_that_is_concluded_sooner_than_it_was_said_keeps_nothing_of_the_next() {
        var start = link(ANN, NECKLACE).linkedAt();
        backend.advance(Duration.ofSeconds(1));
        conclude(start, said("a", "One.", 0, 1), said("d", "Four.", 98, 100));
        var first = current(ANN).thread().id();

        deliver(NECKLACE, said("e", "Five.", 2, 3));

        assertEquals(List.of("One.", "Four."), texts(ANN, first));
        assertEquals(List.of("Five."), texts(ANN, current(ANN).thread().id()));
    }

    @Test
    void what_comes_late_while_the_next_goes_on_is_told_where_it_was_said() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("a", "One.", 0, 1));
        backend.advance(Duration.ofSeconds(100));
        deliver(NECKLACE, said("d", "Four.", 98, 100));
        var first = current(ANN).thread().id();
        conclude(NECKLACE, "memory-1", said("a", "One.", 0, 1), said("d", "Four.", 98, 100));
        backend.advance(Duration.ofSeconds(10));

        deliver(NECKLACE, said("x", "Another.", 1, 2), said("b", "Two.", 50, 51), said("z", "Beyond.", 101, 102));

        assertEquals(List.of("One.", "Two.", "Four."), texts(ANN, first));
        assertEquals(
                List.of("Another.", "Beyond."), texts(ANN, current(ANN).thread().id()));
    }

    @Test
    void what_comes_late_adds_nothing_where_its_words_are_in_what_was_written() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("a", "Good morning,", 10, 11));
        backend.advance(Duration.ofSeconds(50));
        deliver(NECKLACE, said("d", "Bye.", 49, 50));
        conclude(NECKLACE, "memory-1", said("a", "Good morning, my dear.", 10, 13), said("d", "Bye.", 49, 50));
        var before = messages(ANN, current(ANN).thread().id());

        var receipt = deliver(NECKLACE, said("b", "my DEAR", 12, 13));
        deliver(NECKLACE, said("c", "my dear", 30, 31));

        assertEquals(new Receipt(0, 1, 0, true, Optional.empty()), receipt);
        assertEquals(before.get(0), messages(ANN, current(ANN).thread().id()).get(0));
        assertEquals(
                List.of("Good morning, my dear.", "my dear", "Bye."),
                texts(ANN, current(ANN).thread().id()));
    }

    @Test
    void what_was_delivered_into_another_conversation_moves() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("a", "One.", 0, 1), said("b", "Two.", 2, 3));
        backend.advance(SILENCE.plusSeconds(1));
        var first = current(ANN).thread().id();
        deliver(NECKLACE, said("c", "Three.", 130, 131));

        conclude(NECKLACE, "memory-1", said("a", "One.", 0, 1), said("b", "Two.", 2, 3), said("c", "Three.", 130, 131));

        assertEquals(List.of("One.", "Two.", "Three."), texts(ANN, first));
        assertEquals(List.of(), texts(ANN, current(ANN).thread().id()));
    }

    @Test
    void one_that_was_never_delivered_is_there_once_it_is_concluded() {
        conclude(NECKLACE, "memory-1", said("a", "One.", 0, 1), said("b", "Two.", 2, 3));
        link(ANN, NECKLACE);

        assertEquals(List.of("One.", "Two."), texts(ANN, current(ANN).thread().id()));
        conclude(NECKLACE, "memory-2", said("x", "Another.", 0, 1));
        assertEquals(2, conversations(ANN).size());
    }

    @Test
    void nobody_is_asked_anything_by_a_conclusion() {
        link(ANN, NECKLACE);

        conclude(NECKLACE, "memory-1", said("a", "Hey Omi, what is the time?", 0, 1));

        assertEquals(1, texts(ANN, current(ANN).thread().id()).size());
        assertEquals(List.of(), chat.replies().open(ANN, current(ANN).thread().id()));
    }

    @Test
    void a_question_that_is_being_answered_stays() {
        link(ANN, NECKLACE);
        var held = assistant.hold();
        deliver(NECKLACE, said("a", "Hey Omi, what is", 0, 1), said("b", "the time?", 1, 2));
        held.turn();

        conclude(NECKLACE, "memory-1", said("a", "Hey Omi, what is the time?", 0, 2));
        held.say("Late.").finish();
        chat.replies().open(ANN, current(ANN).thread().id()).forEach(open -> finished(ANN, open.id()));

        assertEquals(
                List.of("Hey Omi, what is the time?", "the time?", "Late."),
                texts(ANN, current(ANN).thread().id()));
    }

    private Receipt conclude(DeviceId device, String id, Segment... segments) {
        return conclude(
                new Conclusion(id, Optional.empty(), Optional.of("A talk"), delivery(device, List.of(segments))));
    }

    /** A talk of the necklace's that began at {@code start}. */
    private Receipt conclude(Instant start, Segment... segments) {
        return conclude(new Conclusion(
                "memory-1", Optional.of(start), Optional.empty(), delivery(NECKLACE, List.of(segments))));
    }

    private Receipt conclude(Conclusion conclusion) {
        var device = new Caller.Device(conclusion.delivery().origin());
        return chat.webhooks().conclude(device, conclusion, RequestKey.none());
    }
}
