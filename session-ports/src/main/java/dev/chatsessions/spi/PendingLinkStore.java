package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.DeviceId;
import dev.chatsessions.LinkId;
import dev.chatsessions.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps pairings that were started, one per user and device. */
public interface PendingLinkStore {

    /** Keeps the pairing in place of the one that its user had started for its device. */
    void put(PendingLink pending);

    /**
     * Counts one more try and returns the pairing with it, unless there is none, or it expired by {@code now}, or has had
     * {@code most} tries. One conditional update decides, however many try at once.
     */
    Optional<PendingLink> takeTry(UserId user, DeviceId device, Instant now, int most);

    /** The users of the device's pairings that have not expired by {@code now}, by id; at most {@code limit}. */
    List<UserId> startedBy(DeviceId device, Instant now, int limit);

    /**
     * Removes all pairings of the device and returns them, in no order. A racing removal is waited for: each pairing is
     * returned once.
     */
    List<PendingLink> remove(DeviceId device);

    /** Removes up to {@code limit} pairings that expired before {@code before} and returns how many. */
    int removeExpired(Instant before, int limit);

    /**
     * A pairing that was started.
     *
     * @param codeHash tells its code from others
     * @param tries how many codes were compared with it
     */
    record PendingLink(LinkId id, UserId user, DeviceId device, String codeHash, int tries, Instant expiresAt) {
        public PendingLink {
            requireNonNull(id, "id");
            requireNonNull(user, "user");
            requireNonNull(device, "device");
            requireNonNull(codeHash, "codeHash");
            if (tries < 0) {
                throw new IllegalArgumentException("tries " + tries + " is negative");
            }
            requireNonNull(expiresAt, "expiresAt");
        }
    }
}
