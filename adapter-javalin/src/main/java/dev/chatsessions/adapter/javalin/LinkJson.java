package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsessions.DeviceId;
import dev.chatsessions.link.DeviceLink;
import java.time.Instant;
import java.util.Optional;

/**
 * A link in lists and snapshots.
 *
 * @param omiUserId the device, as the clients of Omi call it; empty for others
 */
record LinkJson(
        String provider,
        String deviceId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> omiUserId,
        Instant linkedAt) {

    static LinkJson from(DeviceLink link) {
        var device = link.device();
        return new LinkJson(device.provider().value(), device.uid(), omiUserId(device), link.linkedAt());
    }

    private static Optional<String> omiUserId(DeviceId device) {
        return Optional.of(device.uid()).filter(uid -> LinkRoutes.OMI.equals(device.provider()));
    }
}
