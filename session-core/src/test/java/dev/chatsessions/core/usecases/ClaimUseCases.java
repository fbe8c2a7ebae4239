package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.live.Feed;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.webhook.Delivery;
import dev.chatsessions.webhook.Receipt;
import dev.chatsessions.webhook.WebhookEvent.SessionClaimed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a device delivers while it is nobody's becomes the property of who links it, and of nobody else. */
abstract class ClaimUseCases extends HearingUseCases {

    @Test
    void what_came_before_the_link_is_claimed_with_it_in_order() {
        var receipt = deliver(NECKLACE, said("b", "Two.", 2, 3));
        deliver(NECKLACE, said("a", "One.", 0, 1));
        assertEquals(new Receipt(1, 0, 0, false, Optional.empty()), receipt);
        assertEquals(Optional.empty(), chat.webhooks().current(ANN));

        link(ANN, NECKLACE);

        assertEquals(List.of("One.", "Two."), texts(ANN, current(ANN).thread().id()));
        var claimed = (SessionClaimed) logOf(ANN).get(1);
        assertEquals(current(ANN).session(), claimed.session());
        assertEquals(NECKLACE, claimed.device());
        assertEquals(List.of("device_linked", "session_claimed", "current_changed"), kinds(logOf(ANN)));
        deliver(NECKLACE, said("a", "One.", 0, 1), said("c", "Three.", 4, 5));
        assertEquals(
                List.of("One.", "Two.", "Three."),
                texts(ANN, current(ANN).thread().id()));
        assertEquals(1, conversations(ANN).size());
        assertEquals(List.of(), conversations(BOB));
    }

    @Test
    void each_session_is_claimed_and_told_of() {
        for (var day = 0; day < 5; day++) {
            deliver(
                    new Delivery(
                            NECKLACE.provider(), Optional.of(NECKLACE), "day " + day, List.of(said("Hi.", 0, 1)), 0),
                    RequestKey.none());
        }
        deliver(GLASSES, said("a", "Not his.", 0, 1));

        link(ANN, NECKLACE);

        assertEquals(5, conversations(ANN).size());
        assertEquals(
                5,
                logOf(ANN).stream()
                        .filter(event -> event instanceof SessionClaimed)
                        .count());
    }

    @Test
    void a_call_that_names_no_device_is_of_the_one_that_bears_its_sessions_name() {
        var nameless = new Delivery(
                NECKLACE.provider(), Optional.empty(), NECKLACE.uid(), List.of(said("a", "One.", 0, 1)), 0);
        deliver(nameless, RequestKey.none());

        link(ANN, NECKLACE);

        assertEquals(List.of("One."), texts(ANN, current(ANN).thread().id()));
    }

    @Test
    void a_new_link_hands_over_nothing_of_the_one_before_nor_of_the_time_between() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("a", "Of Ann.", 0, 1));
        chat.links().unlink(ANN, NECKLACE);
        deliver(NECKLACE, said("b", "Of nobody.", 2, 3));
        var code = chat.links().start(BOB, NECKLACE, Optional.empty()).shown().orElseThrow();
        deliver(NECKLACE, said("c", "Of Bob.", 4, 5));

        chat.links().confirm(BOB, NECKLACE, code.digits(), Optional.empty());
        sweep();

        assertEquals(1, conversations(BOB).size());
        assertEquals(List.of("Of Bob."), texts(BOB, current(BOB).thread().id()));
        assertEquals(1, conversations(ANN).size());
        assertEquals(List.of("Of Ann."), texts(ANN, current(ANN).thread().id()));
        deliver(NECKLACE, said("d", "Of Bob too.", 6, 7), said("b", "Of nobody.", 2, 3));
        assertTrue(texts(BOB, current(BOB).thread().id()).contains("Of Bob too."));
        assertEquals(List.of("Of Ann."), texts(ANN, current(ANN).thread().id()));
    }

    @Test
    void who_links_his_device_again_finds_his_conversations_and_goes_on_with_them() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("a", "One.", 0, 1));
        chat.links().unlink(ANN, NECKLACE);
        assertFalse(deliver(NECKLACE, said("b", "Two.", 2, 3)).linked());

        link(ANN, NECKLACE);
        deliver(NECKLACE, said("c", "Three.", 4, 5));

        assertEquals(List.of("One.", "Three."), texts(ANN, current(ANN).thread().id()));
    }

    @Test
    void to_start_again_takes_nothing_from_who_never_had_a_link() {
        deliver(NECKLACE, said("a", "One.", 0, 1));
        chat.links().start(BOB, NECKLACE, Optional.empty());

        link(ANN, NECKLACE);

        assertEquals(List.of("One."), texts(ANN, current(ANN).thread().id()));
    }

    @Test
    void deliveries_that_race_with_the_link_are_all_its_owners_in_the_end() {
        var code = chat.links().start(ANN, NECKLACE, Optional.empty()).shown().orElseThrow();

        Collision.allServed(6, party -> () -> {
            if (party == 0) {
                return chat.links()
                        .confirm(ANN, NECKLACE, code.digits(), Optional.empty())
                        .owner();
            }
            return deliver(NECKLACE, said("" + party, "Call " + party + ".", party, party + 1));
        });
        sweep();

        assertEquals(
                5,
                conversations(ANN).stream()
                        .mapToInt(each -> texts(ANN, each.thread().id()).size())
                        .sum());
    }

    @Test
    void what_nobody_claims_is_deleted_in_the_end() {
        deliver(NECKLACE, said("a", "Long ago.", 0, 1));
        backend.advance(Duration.ofDays(29));
        deliver(GLASSES, said("a", "Lately.", 0, 1));
        backend.advance(Duration.ofDays(2));

        sweep();
        link(ANN, NECKLACE);
        link(ANN, GLASSES);

        assertEquals(List.of("Lately."), texts(ANN, current(ANN).thread().id()));
        assertEquals(
                1,
                chat.sessions()
                        .list(ANN, SessionFilter.all(), PageRequest.first(10))
                        .items()
                        .size());
        assertEquals(
                List.of("device_linked", "device_linked", "session_claimed", "current_changed"),
                kinds(log(ANN, new Feed.OfUser(ANN.id()))));
    }
}
