package dev.chatsessions.link;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.DeviceId;
import dev.chatsessions.LinkId;
import dev.chatsessions.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * A device and the user whom it is, or was, linked with. A device is linked with one user at a time.
 *
 * @param unlinkedAt when it ended; empty while it lasts
 */
public record DeviceLink(LinkId id, DeviceId device, UserId owner, Instant linkedAt, Optional<Instant> unlinkedAt) {

    public DeviceLink {
        requireNonNull(id, "id");
        requireNonNull(device, "device");
        requireNonNull(owner, "owner");
        requireNonNull(linkedAt, "linkedAt");
        requireNonNull(unlinkedAt, "unlinkedAt");
    }

    /** The same, ended. */
    public DeviceLink endedAt(Instant at) {
        return new DeviceLink(id, device, owner, linkedAt, Optional.of(at));
    }
}
