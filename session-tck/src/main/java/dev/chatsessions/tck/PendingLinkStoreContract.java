package dev.chatsessions.tck;

import static dev.chatsessions.tck.TestLinks.GLASSES;
import static dev.chatsessions.tck.TestLinks.NECKLACE;
import static dev.chatsessions.tck.TestLinks.device;
import static dev.chatsessions.tck.TestLinks.tried;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatsessions.DeviceId;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.PendingLinkStore;
import dev.chatsessions.spi.PendingLinkStore.PendingLink;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@link PendingLinkStore} promises. Used by one test at a time. */
public abstract class PendingLinkStoreContract extends Contract {

    private final TestLinks links = new TestLinks(ids);

    /** With the fixture of one test. */
    protected PendingLinkStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void a_pairing_has_so_many_tries_and_no_more() {
        var pending = kept(links.pending(ANNA, NECKLACE, TestTimes.at(9)));

        assertEquals(Optional.of(tried(pending, 1)), tryOf(ANNA, NECKLACE, 1, 3));
        assertEquals(Optional.of(tried(pending, 2)), tryOf(ANNA, NECKLACE, 2, 3));
        assertEquals(Optional.of(tried(pending, 3)), tryOf(ANNA, NECKLACE, 3, 3));
        assertEquals(Optional.empty(), tryOf(ANNA, NECKLACE, 4, 3));
        assertEquals(Optional.empty(), tryOf(ANNA, NECKLACE, 5, 3));
        assertEquals(Optional.of(tried(pending, 4)), tryOf(ANNA, NECKLACE, 6, 4));
    }

    @Test
    void user_and_device_together_tell_pairings_apart() {
        var pending = List.of(
                kept(links.pending(ANNA, NECKLACE, TestTimes.at(9))),
                kept(links.pending(BERT, NECKLACE, TestTimes.at(8))),
                kept(links.pending(ANNA, GLASSES, TestTimes.at(7))),
                kept(links.pending(ANNA, device("other", "glasses"), TestTimes.at(6))),
                kept(links.pending(ANNA, device("omi", "Glasses"), TestTimes.at(5))));

        for (var each : pending) {
            assertEquals(Optional.of(tried(each, 1)), tryOf(each.user(), each.device(), 1, 5));
        }
        assertEquals(Optional.empty(), tryOf(BERT, GLASSES, 1, 5));
    }

    @Test
    void one_that_expired_cannot_be_tried() {
        var pending = kept(links.pending(ANNA, NECKLACE, TestTimes.at(5)));
        var justBefore = TestTimes.at(5).minusNanos(1_000);

        assertEquals(Optional.empty(), tryAt(ANNA, NECKLACE, TestTimes.at(5), 5));
        assertEquals(Optional.empty(), tryAt(ANNA, NECKLACE, TestTimes.at(6), 5));
        assertEquals(Optional.of(tried(pending, 1)), tryAt(ANNA, NECKLACE, justBefore, 5));
    }

    @Test
    void a_pairing_takes_the_place_of_the_one_before() {
        kept(links.pending(ANNA, NECKLACE, TestTimes.at(5)));
        tryOf(ANNA, NECKLACE, 1, 5);
        var later = kept(links.pending(ANNA, NECKLACE, TestTimes.at(9)));

        assertEquals(Optional.of(tried(later, 1)), tryOf(ANNA, NECKLACE, 2, 5));
        assertEquals(Set.of(tried(later, 1)), removed(NECKLACE));
    }

    @Test
    void who_started_a_pairing_of_a_device_is_told_until_it_expires() {
        kept(links.pending(BERT, NECKLACE, TestTimes.at(9)));
        kept(links.pending(ANNA, NECKLACE, TestTimes.at(8)));
        kept(links.pending(ANNA, GLASSES, TestTimes.at(9)));

        assertEquals(List.of(ANNA, BERT), startedBy(NECKLACE, 7, ALL));
        assertEquals(List.of(ANNA), startedBy(NECKLACE, 7, 1));
        assertEquals(List.of(BERT), startedBy(NECKLACE, 8, ALL));
        assertEquals(List.of(), startedBy(NECKLACE, 9, ALL));
    }

    @Test
    void removing_those_of_a_device_tells_each_once() {
        var berts = kept(links.pending(BERT, NECKLACE, TestTimes.at(9)));
        var annas = kept(links.pending(ANNA, NECKLACE, TestTimes.at(8)));
        var other = kept(links.pending(ANNA, GLASSES, TestTimes.at(7)));
        tryOf(BERT, NECKLACE, 1, 5);

        assertEquals(Set.of(annas, tried(berts, 1)), removed(NECKLACE));
        assertEquals(Set.of(), removed(NECKLACE));

        assertEquals(Optional.empty(), tryOf(BERT, NECKLACE, 1, 5));
        assertEquals(Optional.of(tried(other, 1)), tryOf(ANNA, GLASSES, 1, 5));
    }

    @Test
    void a_change_shows_in_its_own_transaction_and_goes_with_it() {
        var pending = kept(links.pending(ANNA, NECKLACE, TestTimes.at(9)));

        assertThrows(
                IllegalCallerException.class,
                () -> keep(stores -> {
                    var pairings = stores.pendingLinks();
                    pairings.takeTry(ANNA, NECKLACE, TestTimes.at(1), 5);
                    assertEquals(List.of(tried(pending, 1)), pairings.remove(NECKLACE));
                    assertEquals(Optional.empty(), pairings.takeTry(ANNA, NECKLACE, TestTimes.at(1), 5));
                    throw new IllegalCallerException("the work gives up");
                }));

        assertEquals(Optional.of(tried(pending, 1)), tryOf(ANNA, NECKLACE, 1, 5));
    }

    @Test
    void expired_ones_are_removed_a_few_at_a_time() {
        for (var number = 1; number <= 5; number++) {
            kept(links.pending(ANNA, device("omi", "old-" + number), TestTimes.at(number)));
        }
        var left = kept(links.pending(ANNA, NECKLACE, TestTimes.at(6)));

        assertEquals(2, removedExpired(TestTimes.at(6), 2));
        assertEquals(3, removedExpired(TestTimes.at(6), ALL));
        assertEquals(0, removedExpired(TestTimes.at(6), ALL));

        assertEquals(Optional.empty(), tryOf(ANNA, device("omi", "old-5"), 0, 5));
        assertEquals(Optional.of(tried(left, 1)), tryOf(ANNA, NECKLACE, 0, 5));
    }

    @Test
    void however_many_try_at_once_no_more_get_a_try() {
        kept(links.pending(ANNA, NECKLACE, TestTimes.at(9)));

        var tries = Collision.results(Collision.of(16, () -> tryOf(ANNA, NECKLACE, 1, 5)));

        assertEquals(
                List.of(1, 2, 3, 4, 5),
                tries.stream()
                        .flatMap(Optional::stream)
                        .map(PendingLink::tries)
                        .sorted()
                        .toList());
    }

    @Test
    void of_those_who_remove_at_once_one_is_told() {
        var pending = Set.of(
                kept(links.pending(ANNA, NECKLACE, TestTimes.at(9))),
                kept(links.pending(BERT, NECKLACE, TestTimes.at(9))));

        var removed = Collision.results(Collision.of(6, () -> removed(NECKLACE)));

        assertEquals(pending, removed.stream().flatMap(Set::stream).collect(Collectors.toSet()));
        assertEquals(1, removed.stream().filter(each -> !each.isEmpty()).count());
    }

    @Test
    void of_those_who_start_at_once_one_is_kept() {
        var pending = Collision.results(Collision.of(6, () -> kept(links.pending(ANNA, NECKLACE, TestTimes.at(9)))));

        var left = removed(NECKLACE);

        assertEquals(1, left.size());
        assertEquals(1, pending.stream().filter(left::contains).count());
    }

    private PendingLink kept(PendingLink pending) {
        keep(stores -> stores.pendingLinks().put(pending));
        return pending;
    }

    private Optional<PendingLink> tryOf(UserId user, DeviceId device, int step, int most) {
        return tryAt(user, device, TestTimes.at(step), most);
    }

    private Optional<PendingLink> tryAt(UserId user, DeviceId device, Instant now, int most) {
        return write(stores -> stores.pendingLinks().takeTry(user, device, now, most));
    }

    private Set<PendingLink> removed(DeviceId device) {
        var removed = write(stores -> stores.pendingLinks().remove(device));
        assertEquals(removed.size(), Set.copyOf(removed).size());
        return Set.copyOf(removed);
    }

    private int removedExpired(Instant before, int limit) {
        return write(stores -> stores.pendingLinks().removeExpired(before, limit));
    }

    private List<UserId> startedBy(DeviceId device, int step, int limit) {
        return read(stores -> stores.pendingLinks().startedBy(device, TestTimes.at(step), limit));
    }
}
