package dev.chatsessions.link;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.DeviceId;
import dev.chatsessions.LinkId;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.LogScope;
import java.time.Instant;

/** What happened to a user's links. Stands in the user's log. */
public sealed interface LinkEvent extends LiveEvent {

    LinkId link();

    DeviceId device();

    /** A device was linked with the user. */
    record DeviceLinked(LogScope scope, long sequence, Instant at, LinkId link, DeviceId device) implements LinkEvent {
        public DeviceLinked {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(link, "link");
            requireNonNull(device, "device");
        }

        @Override
        public String kind() {
            return "device_linked";
        }
    }

    /** The user's link with a device ended. */
    record DeviceUnlinked(LogScope scope, long sequence, Instant at, LinkId link, DeviceId device)
            implements LinkEvent {
        public DeviceUnlinked {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(link, "link");
            requireNonNull(device, "device");
        }

        @Override
        public String kind() {
            return "device_unlinked";
        }
    }
}
