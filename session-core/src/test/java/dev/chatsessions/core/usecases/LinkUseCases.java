package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.DeviceId;
import dev.chatsessions.LogScope;
import dev.chatsessions.PageRequest;
import dev.chatsessions.Provider;
import dev.chatsessions.link.LinkEvent;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Replay;
import dev.chatsessions.live.Snapshot;
import dev.chatsessions.live.StartAt;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Links that are there: listed, told of, ended. */
abstract class LinkUseCases extends DeviceUseCases {

    @Test
    void ending_a_link_is_told_once_and_frees_the_device() {
        var link = linked(ANN, NECKLACE);

        links.unlink(ANN, NECKLACE);
        links.unlink(ANN, NECKLACE);

        assertEquals(List.of(), linksOf(ANN));
        var event = (LinkEvent.DeviceUnlinked) eventsOf(ANN).get(1);
        assertEquals(
                new LinkEvent.DeviceUnlinked(new LogScope.OfUser(ANN.id()), 2, event.at(), link.id(), NECKLACE), event);
        assertEquals(2, eventsOf(ANN).size());
        linked(BOB, NECKLACE);
        links.unlink(ANN, NECKLACE);
        assertEquals(1, linksOf(BOB).size());
        assertEquals(2, eventsOf(ANN).size());
    }

    @Test
    void of_those_who_end_a_link_at_once_one_is_told_of() {
        linked(ANN, NECKLACE);

        Collision.allServed(4, number -> () -> {
            links.unlink(ANN, NECKLACE);
            return true;
        });

        assertEquals(List.of("device_linked", "device_unlinked"), kinds(log(ANN, new Feed.OfUser(ANN.id()))));
    }

    @Test
    void a_link_that_never_was_and_one_of_somebody_else_are_not_there() {
        var link = linked(ANN, NECKLACE);

        var foreign = refused(NotFound.class, "not-found", () -> links.unlink(BOB, NECKLACE));
        var absent = refused(NotFound.class, "not-found", () -> links.unlink(BOB, GLASSES));

        assertEquals(absent.getMessage().replace("glasses", "necklace"), foreign.getMessage());
        assertEquals(List.of(link), linksOf(ANN));
    }

    @Test
    void with_a_link_ends_what_was_started_for_its_device() {
        linked(ANN, NECKLACE);
        var anns = codeFor(ANN, NECKLACE);
        var bobs = chat.links().start(BOB, NECKLACE, NOWHERE).shown().orElseThrow();

        links.unlink(ANN, NECKLACE);

        wrong(ANN, NECKLACE, anns);
        wrong(BOB, NECKLACE, bobs.digits());
    }

    @Test
    void links_are_listed_in_pages_and_by_provider() {
        var other = new DeviceId(new Provider("other"), "necklace");
        var first = linked(ANN, NECKLACE);
        var second = linked(ANN, other);
        var third = linked(ANN, GLASSES);
        linked(BOB, device("bobs"));

        var page = links.list(ANN, Optional.empty(), PageRequest.first(2));
        assertEquals(List.of(third, second), page.items());
        var cursor = page.next().orElseThrow();
        var rest = links.list(ANN, Optional.empty(), PageRequest.after(cursor, 2));
        assertEquals(List.of(first), rest.items());
        assertEquals(Optional.empty(), rest.next());
        var ofOne = links.list(ANN, Optional.of(other.provider()), PageRequest.first(2));
        assertEquals(List.of(second), ofOne.items());
        assertThrows(Invalid.class, () -> links.list(ANN, Optional.of(other.provider()), PageRequest.after(cursor, 2)));
        assertThrows(Invalid.class, () -> links.list(BOB, Optional.empty(), PageRequest.after(cursor, 2)));
    }

    @Test
    void who_lost_his_place_in_the_users_log_is_told_the_links_there_are() {
        var link = linked(ANN, NECKLACE);

        var replay = chat.live().replay(ANN, new Feed.OfUser(ANN.id()), new StartAt.Unreadable(), 10);

        var missed = assertInstanceOf(Replay.Missed.class, replay);
        var snapshot = assertInstanceOf(Snapshot.OfUser.class, missed.gap().snapshot());
        assertEquals(List.of(link), snapshot.links());
    }
}
