package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.DeviceId;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.PendingLinkStore.PendingLink;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The pairings that were started. */
final class PendingLinkRows {

    private final Table<Key, PendingLink> pairings;

    private final Listing<DeviceId, String, PendingLink> byDevice;

    private final Listing<Boolean, Moment, PendingLink> byExpiry;

    private final Listing<UserId, UUID, PendingLink> byUser;

    PendingLinkRows(Journal journal) {
        pairings = new Table<>(journal, Key::of);
        byDevice = pairings.listing(
                pending -> Optional.of(pending.device()),
                pending -> pending.user().value(),
                Order.OF_TEXTS);
        byUser = pairings.listing(
                pending -> Optional.of(pending.user()), pending -> pending.id().value(), Order.OF_IDS);
        byExpiry = pairings.listing(pending -> Optional.of(true), PendingLinkRows::expiry, Moment.ORDER);
    }

    Optional<PendingLink> find(UserId user, DeviceId device) {
        return pairings.find(new Key(user, device));
    }

    Stream<PendingLink> of(DeviceId device) {
        return byDevice.of(device).ascending();
    }

    Ordered<UUID, PendingLink> of(UserId user) {
        return byUser.of(user);
    }

    /** Longest expired first. */
    Stream<PendingLink> expiredBefore(Instant before) {
        return byExpiry.of(true).ascendingBefore(Moment.firstAt(before));
    }

    void put(PendingLink pending) {
        pairings.put(pending);
    }

    /** Removes up to {@code limit} of these and returns how many. */
    int remove(Stream<PendingLink> these, int limit) {
        return pairings.remove(these, limit);
    }

    private static Moment expiry(PendingLink pending) {
        return new Moment(pending.expiresAt(), pending.id().value());
    }

    private record Key(UserId user, DeviceId device) {
        static Key of(PendingLink pending) {
            return new Key(pending.user(), pending.device());
        }
    }
}
