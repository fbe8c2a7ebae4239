package dev.chatsessions.core.link;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ClientAddress;
import dev.chatsessions.DeviceId;
import dev.chatsessions.core.work.AttemptLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which devices may be paired, how often anybody may try, and how what fails is told. Pure. */
final class LinkRules {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Duration HOUR = Duration.ofHours(1);

    private LinkRules() {}

    /** Refuses a name that looks like another, by characters that are not seen or that turn the text around. */
    static void requirePlain(DeviceId device) {
        if (device.uid().codePoints().anyMatch(point -> Character.getType(point) == Character.FORMAT)) {
            throw new Invalid("device", "must not hold invisible characters or such that change the direction");
        }
    }

    /** What every start counts towards. */
    static List<AttemptLimit> ofStart(LinkSettings settings, Caller caller, Optional<ClientAddress> from) {
        return often("link-start ", caller, settings.startsPerUser(), from, settings.startsPerAddress());
    }

    /** What every confirmation counts towards. In one order, so that none who confirm wait for each other. */
    static List<AttemptLimit> ofConfirm(LinkSettings settings, Caller caller, Optional<ClientAddress> from) {
        return often("link-confirm ", caller, settings.confirmsPerUser(), from, settings.confirmsPerAddress());
    }

    /**
     * What every wrong code counts towards, whether or not there is anything to compare it with: else the limit would tell
     * for which devices there is.
     */
    static List<AttemptLimit> ofWrongCode(LinkSettings settings, Caller caller, DeviceId device) {
        return List.of(
                new AttemptLimit("link-code " + caller.key(), settings.wrongCodesPerUser(), HOUR),
                new AttemptLimit("link-code device:" + device, settings.wrongCodesPerDevice(), HOUR));
    }

    private static List<AttemptLimit> often(
            String what, Caller caller, int perUser, Optional<ClientAddress> from, int perAddress) {
        var limits = new ArrayList<AttemptLimit>();
        limits.add(new AttemptLimit(what + caller.key(), perUser, MINUTE));
        from.ifPresent(address -> limits.add(new AttemptLimit(what + "address:" + address, perAddress, MINUTE)));
        return limits;
    }

    /** One failure for all that can be wrong with a code. */
    static Invalid wrongCode() {
        return new Invalid("code-invalid", "the code is wrong, used up or too old; start again", List.of());
    }

    static NotFound missing(DeviceId device) {
        return new NotFound("there is no link with " + device);
    }
}
