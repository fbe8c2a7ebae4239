package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.DeviceId;
import dev.chatsessions.LinkId;
import dev.chatsessions.UserId;
import dev.chatsessions.link.DeviceLink;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** The links of devices, those that ended too. */
final class LinkRows {

    private final Table<LinkId, DeviceLink> links;

    private final Lookup<DeviceId, DeviceLink> lasting;

    private final Listing<UserId, LinkId, DeviceLink> lastingByOwner;

    private final Listing<OwnedDevice, LinkId, DeviceLink> all;

    private final Listing<DeviceId, LinkId, DeviceLink> allOfDevice;

    private final Listing<Boolean, Moment, DeviceLink> lastingByTime;

    private final Listing<UserId, LinkId, DeviceLink> allOfOwner;

    LinkRows(Journal journal) {
        links = new Table<>(journal, DeviceLink::id);
        lasting = links.lookup(link -> lasts(link).map(DeviceLink::device));
        lastingByOwner = links.listing(link -> lasts(link).map(DeviceLink::owner), DeviceLink::id, Order.OF_LINKS);
        all = links.listing(
                link -> Optional.of(new OwnedDevice(link.owner(), link.device())), DeviceLink::id, Order.OF_LINKS);
        allOfDevice = links.listing(link -> Optional.of(link.device()), DeviceLink::id, Order.OF_LINKS);
        allOfOwner = links.listing(link -> Optional.of(link.owner()), DeviceLink::id, Order.OF_LINKS);
        lastingByTime = links.listing(
                link -> lasts(link).map(one -> true),
                link -> new Moment(link.linkedAt(), link.id().value()),
                Moment.ORDER);
    }

    Optional<DeviceLink> find(LinkId id) {
        return links.find(id);
    }

    Optional<DeviceLink> findLasting(DeviceId device) {
        return lasting.find(device);
    }

    Ordered<LinkId, DeviceLink> lasting(UserId owner) {
        return lastingByOwner.of(owner);
    }

    Ordered<LinkId, DeviceLink> all(UserId owner, DeviceId device) {
        return all.of(new OwnedDevice(owner, device));
    }

    /** Those that ended too, by id. */
    Ordered<LinkId, DeviceLink> all(UserId owner) {
        return allOfOwner.of(owner);
    }

    void remove(DeviceLink link) {
        links.remove(link);
    }

    boolean wasLinked(DeviceId device) {
        return !allOfDevice.of(device).isEmpty();
    }

    Stream<DeviceLink> lastingSince(Instant since) {
        return lastingByTime.of(true).ascendingAfter(Moment.firstAt(since));
    }

    void put(DeviceLink link) {
        links.put(link);
    }

    private static Optional<DeviceLink> lasts(DeviceLink link) {
        return Optional.of(link).filter(one -> one.unlinkedAt().isEmpty());
    }

    private record OwnedDevice(UserId owner, DeviceId device) {}
}
