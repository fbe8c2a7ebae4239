package dev.chatsessions.tck;

import dev.chatsessions.DeviceId;
import dev.chatsessions.Provider;
import dev.chatsessions.UserId;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.spi.PendingLinkStore.PendingLink;
import java.time.Instant;
import java.util.Optional;

/** Devices and their links. */
final class TestLinks {

    static final DeviceId NECKLACE = device("omi", "necklace");

    static final DeviceId GLASSES = device("omi", "glasses");

    private final TestIds ids;

    TestLinks(TestIds ids) {
        this.ids = ids;
    }

    static DeviceId device(String provider, String uid) {
        return new DeviceId(new Provider(provider), uid);
    }

    DeviceLink lasting(UserId owner, DeviceId device, Instant linkedAt) {
        return new DeviceLink(ids.link(), device, owner, linkedAt, Optional.empty());
    }

    PendingLink pending(UserId user, DeviceId device, Instant expiresAt) {
        var id = ids.link();
        return new PendingLink(id, user, device, "hash of " + id, 0, expiresAt);
    }

    static PendingLink tried(PendingLink pending, int tries) {
        return new PendingLink(
                pending.id(), pending.user(), pending.device(), pending.codeHash(), tries, pending.expiresAt());
    }
}
