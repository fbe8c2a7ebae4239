package dev.chatsessions.spi;

import dev.chatsessions.DeviceId;
import dev.chatsessions.LinkId;
import dev.chatsessions.Provider;
import dev.chatsessions.UserId;
import dev.chatsessions.link.DeviceLink;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps links, those that ended too. At most one of a device lasts: a constraint holds it, whatever the caller believes. */
public interface DeviceLinkStore {

    /** Keeps a new link that lasts; false, and nothing kept, when the device has one. A racing one is waited for. */
    boolean insert(DeviceLink link);

    /** The device's link that lasts. */
    Optional<DeviceLink> findLasting(DeviceId device);

    /** The link of this user with this device that began last, whether or not it lasts. */
    Optional<DeviceLink> findLatest(UserId owner, DeviceId device);

    /** Whether the device has, or ever had, a link. */
    boolean wasLinked(DeviceId device);

    /** The user's links that last, with devices of one provider or of all, by id, highest first; those below {@code before}. */
    List<DeviceLink> list(UserId owner, Optional<Provider> provider, Optional<LinkId> before, int limit);

    /** How many links of the user last. */
    int count(UserId owner);

    /** Ends the link; false when it ended before, or is not there. A racing one is waited for. */
    boolean end(LinkId link, Instant at);
}
