package dev.chatsessions.link;

import dev.chatsessions.Caller;
import dev.chatsessions.ClientAddress;
import dev.chatsessions.DeviceId;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.Provider;
import java.util.Optional;

/**
 * Pairs devices with users. A device's name proves nothing, so the user types a code that is sent to the device (RFC 8628
 * tells what threatens that). For users, else Forbidden.
 */
public interface DeviceLinks {

    /**
     * Sends a new code to the device; the caller's earlier one for it is worthless from now on. Answers alike, and takes as
     * long, where no code is sent: when the device is somebody else's or the caller has as many links as anybody may.
     * RateLimited when the caller, or that address, starts too often.
     */
    LinkChallenge start(Caller caller, DeviceId device, Optional<ClientAddress> from);

    /**
     * Links the device with the caller, to whom it was {@link #start started} with this code. Whatever is wrong (the code,
     * its age, that it was used, was tried five times or was never sent) is Invalid {@code code-invalid}, in the same words
     * and after the same time. RateLimited when the caller or that address confirms too often, or when the caller or that
     * device was given too many wrong codes. For a device that is the caller's already, the code is used up and nothing
     * changes.
     */
    DeviceLink confirm(Caller caller, DeviceId device, String code, Optional<ClientAddress> from);

    /** Ends the caller's link with the device; NotFound where there never was one. Repeating it changes nothing. */
    void unlink(Caller caller, DeviceId device);

    /** The caller's links that have not ended, with devices of one provider or of all, latest begun first. */
    Page<DeviceLink> list(Caller caller, Optional<Provider> provider, PageRequest page);
}
