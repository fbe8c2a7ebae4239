package dev.chatsessions;

import static java.util.Objects.requireNonNull;

/**
 * Names a device within its provider. A name, never proof: whoever learns it may write it into a request.
 *
 * @param uid the provider's own id of the device, 1 to 200 characters
 */
public record DeviceId(Provider provider, String uid) {

    public DeviceId {
        requireNonNull(provider, "provider");
        Ids.name(uid, 200);
    }

    @Override
    public String toString() {
        return provider + ":" + uid;
    }
}
