package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.KeyReused;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.live.Feed;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.Role;
import dev.chatsessions.webhook.Delivery;
import dev.chatsessions.webhook.Receipt;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What devices deliver becomes a transcript, once and in the order in which it was said. */
abstract class TranscriptUseCases extends HearingUseCases {

    @Test
    void what_a_linked_device_hears_stands_in_its_owners_conversation() {
        link(ANN, NECKLACE);

        var receipt = deliver(NECKLACE, said("a", "Good morning.", 0, 1), said("b", "Did you sleep?", 2, 3));

        assertEquals(new Receipt(2, 0, 0, true, Optional.empty()), receipt);
        var messages = messages(ANN, current(ANN).thread().id());
        assertEquals(
                List.of("Good morning.", "Did you sleep?"),
                texts(ANN, current(ANN).thread().id()));
        assertEquals(
                List.of(Role.USER, Role.USER),
                messages.stream().map(Message::role).toList());
        assertEquals(MessageSource.TRANSCRIPT, messages.get(0).source());
        assertEquals(Optional.of("SPEAKER_00"), messages.get(0).speaker());
        assertEquals(
                List.of("session_started", "thread_opened", "message_added", "message_added"),
                kinds(log(ANN, new Feed.OfSession(current(ANN).session()))));
        assertEquals(List.of("device_linked", "session_started", "current_changed"), kinds(logOf(ANN)));
        assertEquals(2, current(ANN).thread().messageCount());
    }

    @Test
    void a_segment_that_is_there_already_changes_nothing_however_it_comes_again() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("a", "One.", 0, 1), said("Two.", 2, 3));

        var again = deliver(
                NECKLACE,
                said("a", "One, heard otherwise.", 0, 1),
                said("Two.", 2, 3),
                said("c", "Three.", 4, 5),
                said("c", "Three.", 4, 5));

        assertEquals(new Receipt(1, 3, 0, true, Optional.empty()), again);
        assertEquals(
                List.of("One.", "Two.", "Three."),
                texts(ANN, current(ANN).thread().id()));
    }

    @Test
    void what_is_said_twice_is_heard_twice() {
        link(ANN, NECKLACE);

        deliver(NECKLACE, said("Yes.", 0, 1), said("Yes.", 2, 3));
        deliver(NECKLACE, said("Yes.", 4, 5), said("Yes.", 2, 3));

        assertEquals(
                List.of("Yes.", "Yes.", "Yes."),
                texts(ANN, current(ANN).thread().id()));
    }

    @Test
    void messages_stand_as_they_were_said_and_not_as_they_came() {
        link(ANN, NECKLACE);

        deliver(NECKLACE, said("c", "Three.", 20, 21));
        deliver(NECKLACE, said("d", "Four.", 30, 31), said("a", "One.", 0, 1));
        deliver(NECKLACE, said("b", "Two.", 10, 11));

        assertEquals(
                List.of("One.", "Two.", "Three.", "Four."),
                texts(ANN, current(ANN).thread().id()));
    }

    @Test
    void a_repeated_call_stores_nothing_and_another_under_its_key_is_refused() {
        link(ANN, NECKLACE);
        var delivery = delivery(NECKLACE, List.of(said("a", "One.", 0, 1)));
        deliver(delivery, RequestKey.of("call-1"));

        var again = deliver(delivery, RequestKey.of("call-1"));

        assertEquals(new Receipt(0, 1, 0, true, Optional.empty()), again);
        refused(
                KeyReused.class,
                "idempotency-key-reused",
                () -> deliver(delivery(NECKLACE, List.of(said("b", "Two.", 2, 3))), RequestKey.of("call-1")));
        chat.links().unlink(ANN, NECKLACE);
        assertEquals(new Receipt(0, 1, 0, false, Optional.empty()), deliver(delivery, RequestKey.of("call-1")));
        link(ANN, NECKLACE);
        assertEquals(1, conversations(ANN).size());
    }

    @Test
    void silence_ends_a_conversation_and_what_comes_then_begins_the_next() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("a", "Good morning.", 0, 1));
        var morning = current(ANN);

        backend.advance(SILENCE.minusSeconds(1));
        deliver(NECKLACE, said("b", "Still there?", 119, 120));
        assertEquals(morning.thread().id(), current(ANN).thread().id());
        backend.advance(SILENCE.plusSeconds(1));
        assertEquals(
                Optional.of(current(ANN).heardAt()), current(ANN).endedAt(), "a conversation in which nobody speaks");
        deliver(NECKLACE, said("c", "Good evening.", 0, 1));

        assertNotEquals(morning.thread().id(), current(ANN).thread().id());
        assertEquals(List.of("Good evening."), texts(ANN, current(ANN).thread().id()));
        assertEquals(
                List.of("Good morning.", "Still there?"),
                texts(ANN, morning.thread().id()));
        assertEquals(Optional.empty(), current(ANN).endedAt());
        assertEquals(morning.session(), current(ANN).session());
    }

    @Test
    void what_came_in_the_last_conversation_adds_nothing_to_the_next() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("a", "Good morning.", 0, 1));
        backend.advance(SILENCE.plusSeconds(1));

        deliver(NECKLACE, said("a", "Good morning.", 0, 1));
        assertEquals(1, conversations(ANN).size());
        deliver(NECKLACE, said("a", "Good morning.", 0, 1), said("b", "Good evening.", 2, 3));

        assertEquals(List.of("Good evening."), texts(ANN, current(ANN).thread().id()));
    }

    @Test
    void two_devices_that_speak_by_turns_do_not_mix() {
        link(ANN, NECKLACE);
        link(ANN, GLASSES);

        IntStream.range(0, 4).forEach(i -> {
            deliver(NECKLACE, said("" + i, "necklace " + i, i, i + 1));
            deliver(GLASSES, said("" + i, "glasses " + i, i, i + 1));
        });

        var both = conversations(ANN);
        assertEquals(2, both.size());
        for (var device : List.of("necklace", "glasses")) {
            var of = both.stream()
                    .map(each -> texts(ANN, each.thread().id()))
                    .filter(texts -> texts.get(0).startsWith(device))
                    .findFirst()
                    .orElseThrow();
            assertEquals(IntStream.range(0, 4).mapToObj(i -> device + " " + i).toList(), of);
        }
    }

    @Test
    void a_device_may_name_several_sessions() {
        link(ANN, NECKLACE);

        deliver(inSession("monday", "Monday."), RequestKey.none());
        deliver(inSession("tuesday", "Tuesday."), RequestKey.none());
        deliver(inSession("x".repeat(200), "Some day."), RequestKey.none());

        assertEquals(
                List.of("Some day.", "Tuesday.", "Monday."),
                conversations(ANN).stream()
                        .map(each -> texts(ANN, each.thread().id()).get(0))
                        .toList());
    }

    @Test
    void what_was_completed_is_taken_up_again_and_what_was_ended_is_not() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("a", "One.", 0, 1));
        var first = current(ANN).session();

        chat.sessions().complete(ANN, first, ExpectedVersion.any());
        deliver(NECKLACE, said("b", "Two.", 2, 3));
        assertEquals(SessionStatus.ACTIVE, chat.sessions().find(ANN, first).status());
        assertEquals(List.of("One.", "Two."), texts(ANN, current(ANN).thread().id()));

        chat.sessions().pause(ANN, first, ExpectedVersion.any());
        deliver(NECKLACE, said("c", "Three.", 4, 5));
        assertEquals(SessionStatus.PAUSED, chat.sessions().find(ANN, first).status());

        chat.sessions().end(ANN, first, ExpectedVersion.any());
        deliver(NECKLACE, said("d", "Four.", 6, 7));
        assertNotEquals(first, current(ANN).session());
        chat.sessions().delete(ANN, current(ANN).session());
        deliver(NECKLACE, said("d", "Four.", 6, 7));
        assertEquals(List.of("Four."), texts(ANN, current(ANN).thread().id()));
    }

    @Test
    void a_conversation_that_was_deleted_while_it_went_on_is_followed_by_another() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("a", "One.", 0, 1));
        chat.threads().delete(ANN, current(ANN).thread().id());
        assertEquals(Optional.empty(), chat.webhooks().current(ANN));

        deliver(NECKLACE, said("a", "One.", 0, 1), said("b", "Two.", 2, 3));

        assertEquals(List.of("Two."), texts(ANN, current(ANN).thread().id()));
        sweep();
        deliver(NECKLACE, said("a", "One.", 0, 1), said("c", "Three.", 4, 5));
        assertEquals(List.of("Two.", "Three."), texts(ANN, current(ANN).thread().id()));
    }

    @Test
    void eight_calls_at_once_are_one_conversation() {
        link(ANN, NECKLACE);

        var receipts = Collision.allServed(
                8,
                party -> () -> deliver(
                        NECKLACE,
                        said("shared", "Everybody says this.", 0, 1),
                        said("own-" + party, "Call " + party + ".", 1 + party, 2 + party)));

        assertEquals(9, receipts.stream().mapToInt(Receipt::accepted).sum());
        assertEquals(1, conversations(ANN).size());
        assertEquals(
                "Everybody says this.", texts(ANN, current(ANN).thread().id()).get(0));
        assertEquals(9, texts(ANN, current(ANN).thread().id()).size());
    }

    @Test
    void what_holds_nothing_leaves_nothing() {
        var empty = new Delivery(NECKLACE.provider(), Optional.of(NECKLACE), "walk", List.of(), 3);

        assertEquals(new Receipt(0, 0, 3, false, Optional.empty()), deliver(empty, RequestKey.none()));
        link(ANN, NECKLACE);
        assertEquals(new Receipt(0, 0, 3, true, Optional.empty()), deliver(empty, RequestKey.none()));

        assertEquals(List.of(), conversations(ANN));
    }

    @Test
    void nobody_delivers_but_the_device_itself() {
        link(ANN, NECKLACE);
        var delivery = delivery(NECKLACE, List.of(said("a", "One.", 0, 1)));

        for (var caller : List.of(ANN, ADMIN, ROBOT, new Caller.Device(GLASSES))) {
            refused(Forbidden.class, "forbidden", () -> chat.webhooks().deliver(caller, delivery, RequestKey.none()));
        }

        assertEquals(List.of(), conversations(ANN));
        assertEquals(
                List.of(),
                chat.sessions()
                        .list(ANN, SessionFilter.all(), PageRequest.first(10))
                        .items());
    }

    private static Delivery inSession(String session, String text) {
        return new Delivery(NECKLACE.provider(), Optional.of(NECKLACE), session, List.of(said(text, 0, 1)), 0);
    }
}
