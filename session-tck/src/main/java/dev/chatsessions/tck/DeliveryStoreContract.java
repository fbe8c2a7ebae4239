package dev.chatsessions.tck;

import static dev.chatsessions.tck.TestLinks.GLASSES;
import static dev.chatsessions.tck.TestLinks.NECKLACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatsessions.DeviceId;
import dev.chatsessions.spi.DeliveryStore;
import dev.chatsessions.spi.DeliveryStore.StoredDelivery;
import dev.chatsessions.spi.SessionAccess;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link DeliveryStore} promises. Used by one test at a time. */
public abstract class DeliveryStoreContract extends Contract {

    private static final int MOST = 3;

    private final TestConversations conversations = new TestConversations(ids);

    /** With the fixture of one test. */
    protected DeliveryStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void of_each_device_the_last_ones_are_kept_latest_first() {
        var session = started(sessions.active(ANNA, "walk"));
        var kept = new ArrayList<StoredDelivery>();
        for (var number = 0; number < 5; number++) {
            kept.add(0, kept(conversations.delivery(NECKLACE, session.id(), number)));
        }
        var other = kept(conversations.delivery(GLASSES, session.id(), 9));

        assertEquals(kept.subList(0, MOST), latest(ANY, NECKLACE, ALL));
        assertEquals(kept.subList(0, 2), latest(ANY, NECKLACE, 2));
        assertEquals(List.of(other), latest(ANY, GLASSES, ALL));
    }

    @Test
    void one_is_shown_to_whoever_has_its_session() {
        var annas = started(sessions.active(ANNA, "walk"));
        var berts = started(sessions.active(BERT, "walk"));
        var hers = kept(conversations.delivery(NECKLACE, annas.id(), 1));
        var his = kept(conversations.delivery(NECKLACE, berts.id(), 2));

        assertEquals(List.of(hers), latest(new SessionAccess.Owner(ANNA), NECKLACE, ALL));
        assertEquals(List.of(his), latest(new SessionAccess.Owner(BERT), NECKLACE, ALL));
        keep(stores -> stores.sessions().delete(annas.id(), TestTimes.at(5)));
        assertEquals(List.of(), latest(new SessionAccess.Owner(ANNA), NECKLACE, ALL));
        assertEquals(List.of(his), latest(ANY, NECKLACE, ALL));
    }

    @Test
    void one_shows_in_its_own_transaction_and_goes_with_it() {
        var session = started(sessions.active(ANNA, "walk"));
        var first = kept(conversations.delivery(NECKLACE, session.id(), 1));
        var second = conversations.delivery(NECKLACE, session.id(), 2);

        assertThrows(
                IllegalCallerException.class,
                () -> keep(stores -> {
                    stores.deliveries().insert(second, 1);
                    assertEquals(List.of(second), stores.deliveries().latest(ANY, NECKLACE, ALL));
                    throw new IllegalCallerException("the work gives up");
                }));

        assertEquals(List.of(first), latest(ANY, NECKLACE, ALL));
    }

    private StoredDelivery kept(StoredDelivery delivery) {
        keep(stores -> stores.deliveries().insert(delivery, MOST));
        return delivery;
    }

    private List<StoredDelivery> latest(SessionAccess access, DeviceId device, int limit) {
        return read(stores -> stores.deliveries().latest(access, device, limit));
    }
}
