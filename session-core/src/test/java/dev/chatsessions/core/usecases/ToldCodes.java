package dev.chatsessions.core.usecases;

import dev.chatsessions.DeviceId;
import dev.chatsessions.link.LinkCode;
import dev.chatsessions.spi.DeviceMessenger;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Remembers which device was told which code. */
final class ToldCodes implements DeviceMessenger {

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

    @Override
    public void code(DeviceId device, LinkCode code, Instant expiresAt) {
        told.add(new Told(device, code.digits(), expiresAt));
    }

    @Override
    public void answer(DeviceId device, String text) {
        throw new AssertionError("nothing was asked");
    }

    Told next() {
        return Patience.take(told, "a device to be told a code");
    }

    int waiting() {
        return told.size();
    }

    record Told(DeviceId device, String code, Instant expiresAt) {}
}
