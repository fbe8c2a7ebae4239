package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.DeviceId;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps which sessions are nobody's, and which of them wait for who links their device. Of those, a device has one by each
 * name: a constraint holds it.
 */
public interface OrphanStore {

    /** Keeps a new orphan, that waits; false, and nothing kept, when its device has one of its name. A racing one is waited for. */
    boolean insert(Orphan orphan);

    /** The one of that name that waits. */
    Optional<Orphan> find(DeviceId device, String name);

    /** Of the device, those that wait, in no order. Without a lock. */
    List<Orphan> waiting(DeviceId device, int limit);

    /** Of the device, whether or not they wait, in no order. Without a lock. */
    List<Orphan> all(DeviceId device, int limit);

    /** Of all devices whose link lasts and began at {@code linkedSince} or later, those that wait. Without a lock. */
    List<Claim> claimable(Instant linkedSince, int limit);

    /** Has none of the device's wait any longer: whoever links it now has no right to what came so far. */
    void release(DeviceId device);

    /** Moves the time forward at which it was last heard. */
    void heard(SessionId session, Instant at);

    /** Those last heard before {@code before}, longest first, whether or not they wait. Without a lock. */
    List<SessionId> unheard(Instant before, int limit);

    /** Forgets it, as it was claimed or deleted; false when it is not there. A racing one is waited for. */
    boolean remove(SessionId session);

    /**
     * A session that is nobody's.
     *
     * @param name of the session, as its device calls it
     */
    record Orphan(SessionId session, DeviceId device, String name, Instant heardAt) {
        public Orphan {
            requireNonNull(session, "session");
            requireNonNull(device, "device");
            requireNonNull(name, "name");
            requireNonNull(heardAt, "heardAt");
        }
    }

    /** An orphan and whose it may become. */
    record Claim(Orphan orphan, UserId owner) {
        public Claim {
            requireNonNull(orphan, "orphan");
            requireNonNull(owner, "owner");
        }
    }
}
