package dev.chatsessions.spi;

import dev.chatsessions.DeviceId;
import dev.chatsessions.link.LinkCode;
import java.time.Instant;

/**
 * Brings words to a device, or to who holds it. Called after the commit of what it tells of, on threads that may wait; what
 * it throws is told to the {@link Observer}. Thread-safe.
 */
public interface DeviceMessenger {

    /** Tells the device's holder a code. It is kept nowhere, so neither a log nor a failure's message may hold it. */
    void code(DeviceId device, LinkCode code, Instant expiresAt) throws Exception;

    /** Tells the device's holder what was answered. */
    void answer(DeviceId device, String text) throws Exception;

    /** A messenger for devices that cannot be told anything. */
    static DeviceMessenger none() {
        return new DeviceMessenger() {
            @Override
            public void code(DeviceId device, LinkCode code, Instant expiresAt) {}

            @Override
            public void answer(DeviceId device, String text) {}
        };
    }
}
