package dev.chatsessions.tck;

import static dev.chatsessions.tck.TestLinks.GLASSES;
import static dev.chatsessions.tck.TestLinks.NECKLACE;
import static dev.chatsessions.tck.TestLinks.device;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.DeviceId;
import dev.chatsessions.LinkId;
import dev.chatsessions.Provider;
import dev.chatsessions.UserId;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.spi.DeviceLinkStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What {@link DeviceLinkStore} promises. Used by one test at a time. */
public abstract class DeviceLinkStoreContract extends Contract {

    private static final Provider OMI = new Provider("omi");

    private final TestLinks links = new TestLinks(ids);

    /** With the fixture of one test. */
    protected DeviceLinkStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void a_link_is_found_by_its_device_and_by_its_owner() {
        var link = linked(links.lasting(ANNA, NECKLACE, TestTimes.at(1)));

        assertEquals(Optional.of(link), lasting(NECKLACE));
        assertEquals(Optional.of(link), latest(ANNA, NECKLACE));
        assertEquals(List.of(link), listed(ANNA));
        assertEquals(1, count(ANNA));
        assertEquals(Optional.empty(), lasting(GLASSES));
        assertEquals(Optional.empty(), latest(ANNA, GLASSES));
        assertEquals(Optional.empty(), latest(BERT, NECKLACE));
        assertEquals(List.of(), listed(BERT));
        assertEquals(0, count(BERT));
    }

    @Test
    void a_device_has_one_link_that_lasts_whoever_owns_it() {
        var link = linked(links.lasting(ANNA, NECKLACE, TestTimes.at(1)));

        assertFalse(inserted(links.lasting(BERT, NECKLACE, TestTimes.at(2))));
        assertFalse(inserted(links.lasting(ANNA, NECKLACE, TestTimes.at(3))));

        assertEquals(Optional.of(link), lasting(NECKLACE));
        assertEquals(List.of(link), listed(ANNA));
        assertEquals(List.of(), listed(BERT));
        assertEquals(Optional.empty(), latest(BERT, NECKLACE));
    }

    @Test
    void a_link_ends_once_and_is_remembered() {
        var link = linked(links.lasting(ANNA, NECKLACE, TestTimes.at(1)));
        var other = linked(links.lasting(ANNA, GLASSES, TestTimes.at(2)));

        assertTrue(ended(link.id(), 3));
        assertFalse(ended(link.id(), 4));
        assertFalse(ended(ids.link(), 5));

        assertEquals(Optional.empty(), lasting(NECKLACE));
        assertEquals(Optional.of(link.endedAt(TestTimes.at(3))), latest(ANNA, NECKLACE));
        assertEquals(List.of(other), listed(ANNA));
        assertEquals(1, count(ANNA));
    }

    @Test
    void that_a_device_was_linked_is_remembered() {
        assertFalse(wasLinked(NECKLACE));
        var link = linked(links.lasting(ANNA, NECKLACE, TestTimes.at(1)));
        assertTrue(wasLinked(NECKLACE));
        assertFalse(wasLinked(GLASSES));

        ended(link.id(), 2);

        assertTrue(wasLinked(NECKLACE));
    }

    @Test
    void after_the_end_of_a_link_the_device_may_have_another() {
        var first = linked(links.lasting(ANNA, NECKLACE, TestTimes.at(1)));
        ended(first.id(), 2);
        var second = linked(links.lasting(BERT, NECKLACE, TestTimes.at(3)));
        ended(second.id(), 4);
        var third = linked(links.lasting(ANNA, NECKLACE, TestTimes.at(5)));

        assertEquals(Optional.of(third), lasting(NECKLACE));
        assertEquals(Optional.of(third), latest(ANNA, NECKLACE));
        assertEquals(Optional.of(second.endedAt(TestTimes.at(4))), latest(BERT, NECKLACE));
        assertEquals(List.of(third), listed(ANNA));
    }

    @Test
    void provider_and_uid_together_tell_devices_apart() {
        var devices = List.of(
                device("omi", "a"),
                device("omi", "A"),
                device("omi-a", "a"),
                device("o", "mi:a"),
                device("omi", " a"),
                device("omi", "\u00e4"),
                device("omi", "a\u0308"),
                device("omi", "\ud83d\udc8e".repeat(200)));
        var kept = new ArrayList<DeviceLink>();
        for (var device : devices) {
            kept.add(linked(links.lasting(ANNA, device, TestTimes.at(kept.size()))));
        }
        for (var link : kept) {
            assertEquals(Optional.of(link), lasting(link.device()));
            assertEquals(Optional.of(link), latest(ANNA, link.device()));
        }
        assertEquals(kept.size(), count(ANNA));
    }

    @Test
    void a_list_goes_by_id_highest_first_and_on_from_any_of_them() {
        var one = linked(links.lasting(ANNA, device("omi", "1"), TestTimes.at(9)));
        linked(links.lasting(BERT, device("omi", "2"), TestTimes.at(1)));
        var three = linked(links.lasting(ANNA, device("other", "3"), TestTimes.at(2)));
        var four = linked(links.lasting(ANNA, device("omi", "4"), TestTimes.at(1)));

        assertEquals(List.of(four, three, one), listed(ANNA));
        assertEquals(List.of(four, three), list(ANNA, Optional.empty(), Optional.empty(), 2));
        assertEquals(List.of(one), list(ANNA, Optional.empty(), Optional.of(three.id()), 2));
        assertEquals(List.of(four, one), list(ANNA, Optional.of(OMI), Optional.empty(), ALL));
        assertEquals(List.of(one), list(ANNA, Optional.of(OMI), Optional.of(four.id()), ALL));
        assertEquals(List.of(), list(ANNA, Optional.of(new Provider("none")), Optional.empty(), ALL));
    }

    @Test
    void a_link_shows_in_its_own_transaction_and_goes_with_it() {
        var link = links.lasting(ANNA, NECKLACE, TestTimes.at(1));

        assertThrows(
                IllegalCallerException.class,
                () -> keep(stores -> {
                    assertTrue(stores.deviceLinks().insert(link));
                    assertEquals(Optional.of(link), stores.deviceLinks().findLasting(NECKLACE));
                    assertEquals(1, stores.deviceLinks().count(ANNA));
                    throw new IllegalCallerException("the work gives up");
                }));

        assertEquals(Optional.empty(), latest(ANNA, NECKLACE));
        linked(link);
    }

    @Test
    void of_users_who_race_for_a_device_one_wins() {
        var owners = List.of("ann", "ben", "cay", "dan", "eve", "fay").stream()
                .map(UserId::new)
                .toList();

        var won = Collision.results(Collision.of(owners.stream()
                .<Callable<Boolean>>map(owner -> () -> inserted(links.lasting(owner, NECKLACE, TestTimes.at(1))))
                .toList()));

        assertEquals(1, won.stream().filter(each -> each).count());
        assertEquals(
                owners.get(won.indexOf(true)),
                lasting(NECKLACE).map(DeviceLink::owner).orElseThrow());
    }

    private DeviceLink linked(DeviceLink link) {
        assertTrue(inserted(link), () -> "link " + link.id() + " was not kept");
        return link;
    }

    private boolean inserted(DeviceLink link) {
        return did(stores -> stores.deviceLinks().insert(link));
    }

    private boolean ended(LinkId link, int step) {
        return did(stores -> stores.deviceLinks().end(link, TestTimes.at(step)));
    }

    private Optional<DeviceLink> lasting(DeviceId device) {
        return read(stores -> stores.deviceLinks().findLasting(device));
    }

    private Optional<DeviceLink> latest(UserId owner, DeviceId device) {
        return read(stores -> stores.deviceLinks().findLatest(owner, device));
    }

    private List<DeviceLink> listed(UserId owner) {
        return list(owner, Optional.empty(), Optional.empty(), ALL);
    }

    private List<DeviceLink> list(UserId owner, Optional<Provider> provider, Optional<LinkId> before, int limit) {
        return read(stores -> stores.deviceLinks().list(owner, provider, before, limit));
    }

    private boolean wasLinked(DeviceId device) {
        return read(stores -> stores.deviceLinks().wasLinked(device));
    }

    private int count(UserId owner) {
        return read(stores -> stores.deviceLinks().count(owner));
    }
}
