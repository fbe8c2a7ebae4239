package dev.chatsessions.tck;

import static dev.chatsessions.tck.TestConversations.orphan;
import static dev.chatsessions.tck.TestLinks.GLASSES;
import static dev.chatsessions.tck.TestLinks.NECKLACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.DeviceId;
import dev.chatsessions.SessionId;
import dev.chatsessions.spi.OrphanStore;
import dev.chatsessions.spi.OrphanStore.Claim;
import dev.chatsessions.spi.OrphanStore.Orphan;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link OrphanStore} promises. Used by one test at a time. */
public abstract class OrphanStoreContract extends Contract {

    private final TestLinks links = new TestLinks(ids);

    /** With the fixture of one test. */
    protected OrphanStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void an_orphan_is_found_by_its_device_and_name() {
        var kept = kept(NECKLACE, "walk", 1);

        assertEquals(Optional.of(kept), find(NECKLACE, "walk"));
        assertEquals(Optional.empty(), find(NECKLACE, "Walk"));
        assertEquals(Optional.empty(), find(GLASSES, "walk"));
        assertFalse(inserted(orphan(ids.session(), NECKLACE, "walk", TestTimes.at(2))));
        assertEquals(Optional.of(kept), find(NECKLACE, "walk"));
        assertEquals(Set.of(kept), waiting(NECKLACE));
        assertEquals(Set.of(), waiting(GLASSES));
    }

    @Test
    void what_was_released_waits_no_more_and_leaves_its_name() {
        var kept = kept(NECKLACE, "walk", 1);
        var others = kept(GLASSES, "walk", 1);

        keep(stores -> stores.orphans().release(NECKLACE));

        assertEquals(Optional.empty(), find(NECKLACE, "walk"));
        assertEquals(Set.of(), waiting(NECKLACE));
        assertEquals(Optional.of(others), find(GLASSES, "walk"));
        var next = kept(NECKLACE, "walk", 2);
        assertEquals(Set.of(next), waiting(NECKLACE));
        assertEquals(List.of(kept.session(), others.session()), unheard(2, ALL).subList(0, 2));
    }

    @Test
    void those_of_devices_that_were_linked_lately_are_to_be_claimed() {
        var annas = kept(NECKLACE, "walk", 1);
        kept(GLASSES, "walk", 1);
        var released = TestLinks.device("omi", "released");
        kept(released, "walk", 1);
        keep(stores -> {
            stores.deviceLinks().insert(links.lasting(ANNA, NECKLACE, TestTimes.at(5)));
            stores.deviceLinks().insert(links.lasting(BERT, released, TestTimes.at(5)));
            stores.orphans().release(released);
        });

        assertEquals(List.of(new Claim(annas, ANNA)), claimable(5, ALL));
        assertEquals(List.of(), claimable(6, ALL));
        var second = kept(NECKLACE, "run", 2);
        assertEquals(Set.of(new Claim(annas, ANNA), new Claim(second, ANNA)), new HashSet<>(claimable(1, ALL)));
        assertEquals(1, claimable(1, 1).size());
        var link = read(stores -> stores.deviceLinks().findLasting(NECKLACE)).orElseThrow();
        keep(stores -> stores.deviceLinks().end(link.id(), TestTimes.at(7)));
        assertEquals(List.of(), claimable(1, ALL));
    }

    @Test
    void the_longest_unheard_come_first_and_what_was_heard_moves_forward_only() {
        var first = kept(NECKLACE, "a", 1);
        var second = kept(NECKLACE, "b", 2);
        keep(stores -> stores.orphans().heard(first.session(), TestTimes.at(3)));
        keep(stores -> stores.orphans().heard(second.session(), TestTimes.at(1)));

        assertEquals(List.of(), unheard(2, ALL));
        assertEquals(List.of(second.session()), unheard(3, ALL));
        assertEquals(List.of(second.session(), first.session()), unheard(4, ALL));
        assertEquals(List.of(second.session()), unheard(4, 1));
        assertEquals(TestTimes.at(3), find(NECKLACE, "a").orElseThrow().heardAt());
    }

    @Test
    void one_is_forgotten_once() {
        var kept = kept(NECKLACE, "walk", 1);

        var forgotten = Collision.results(Collision.of(IntStream.range(0, 4)
                .<Callable<Boolean>>mapToObj(
                        party -> () -> did(stores -> stores.orphans().remove(kept.session())))
                .toList()));

        assertEquals(1, forgotten.stream().filter(each -> each).count());
        assertEquals(Optional.empty(), find(NECKLACE, "walk"));
        assertEquals(List.of(), unheard(9, ALL));
    }

    @Test
    void of_those_who_keep_one_of_the_same_name_at_once_one_does() {
        var kept = Collision.results(Collision.of(IntStream.range(0, 4)
                .<Callable<Boolean>>mapToObj(
                        party -> () -> inserted(orphan(ids.session(), NECKLACE, "walk", TestTimes.at(party))))
                .toList()));

        assertEquals(1, kept.stream().filter(each -> each).count());
        assertEquals(1, waiting(NECKLACE).size());
        assertEquals(1, read(stores -> stores.orphans().waiting(NECKLACE, 1)).size());
    }

    private Orphan kept(DeviceId device, String name, int step) {
        var orphan = orphan(ids.session(), device, name, TestTimes.at(step));
        assertTrue(inserted(orphan), () -> "orphan " + name + " was not kept");
        return orphan;
    }

    private boolean inserted(Orphan orphan) {
        return did(stores -> stores.orphans().insert(orphan));
    }

    private Optional<Orphan> find(DeviceId device, String name) {
        return read(stores -> stores.orphans().find(device, name));
    }

    private Set<Orphan> waiting(DeviceId device) {
        return new HashSet<>(read(stores -> stores.orphans().waiting(device, ALL)));
    }

    private List<Claim> claimable(int step, int limit) {
        return read(stores -> stores.orphans().claimable(TestTimes.at(step), limit));
    }

    private List<SessionId> unheard(int step, int limit) {
        return read(stores -> stores.orphans().unheard(TestTimes.at(step), limit));
    }
}
