package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.DeviceId;
import dev.chatsessions.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Keeps what came of the last few deliveries of each device. */
public interface DeliveryStore {

    /** Keeps it, and of the device's no more than about {@code most}. */
    void insert(StoredDelivery delivery, int most);

    /** The device's last ones, by id, highest first, of sessions to which there is access. */
    List<StoredDelivery> latest(SessionAccess access, DeviceId device, int limit);

    /**
     * A delivery.
     *
     * @param findings what there is to say about it, as the core names it; up to 500 characters
     */
    record StoredDelivery(
            UUID id,
            DeviceId device,
            SessionId session,
            Instant at,
            int accepted,
            int repeated,
            int skipped,
            String findings) {
        public StoredDelivery {
            requireNonNull(id, "id");
            requireNonNull(device, "device");
            requireNonNull(session, "session");
            requireNonNull(at, "at");
            requireNonNull(findings, "findings");
        }
    }
}
