package dev.chatsessions.webhook;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.DeviceId;
import dev.chatsessions.Provider;
import java.util.List;
import java.util.Optional;

/**
 * What one call of a device brought.
 *
 * @param device which one, as far as the call says; what no device is named for is an orphan of the one that bears the
 *     session's name
 * @param session the provider's word for the session, 1 to 200 characters; for Omi the device's own uid
 * @param segments those that can be used, as they came
 * @param skipped how many could not
 */
public record Delivery(
        Provider provider, Optional<DeviceId> device, String session, List<Segment> segments, int skipped) {

    public Delivery {
        requireNonNull(provider, "provider");
        requireNonNull(device, "device");
        requireNonNull(session, "session");
        segments = List.copyOf(segments);
        if (device.filter(named -> !named.provider().equals(provider)).isPresent()) {
            throw new IllegalArgumentException("device is not of provider " + provider);
        }
        if (skipped < 0) {
            throw new IllegalArgumentException("skipped " + skipped + " is negative");
        }
    }

    /** Who has to be linked for it to be seen. */
    public DeviceId origin() {
        return device.orElseGet(() -> new DeviceId(provider, session));
    }
}
