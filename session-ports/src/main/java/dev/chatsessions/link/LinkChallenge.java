package dev.chatsessions.link;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What whoever starts a pairing is told: the same for every device.
 *
 * @param expiresIn how long a code is good
 * @param shown the code, where the host has it shown to try things out; otherwise only the device is told
 */
public record LinkChallenge(Duration expiresIn, Optional<LinkCode> shown) {

    public LinkChallenge {
        requireNonNull(expiresIn, "expiresIn");
        requireNonNull(shown, "shown");
    }
}
