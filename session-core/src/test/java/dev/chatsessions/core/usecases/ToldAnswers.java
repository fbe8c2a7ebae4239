package dev.chatsessions.core.usecases;

import dev.chatsessions.DeviceId;
import dev.chatsessions.link.LinkCode;
import dev.chatsessions.spi.DeviceMessenger;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers which device was told which answer, and fails as often as a test wants. */
final class ToldAnswers implements DeviceMessenger {

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

    private final AtomicInteger failures = new AtomicInteger();

    private final AtomicInteger tried = new AtomicInteger();

    @Override
    public void code(DeviceId device, LinkCode code, Instant expiresAt) {}

    @Override
    public void answer(DeviceId device, String text) {
        tried.incrementAndGet();
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("the device does not listen");
        }
        told.add(new Told(device, text));
    }

    void failNext(int times) {
        failures.set(times);
    }

    Told next() {
        return Patience.take(told, "a device to be told an answer");
    }

    int waiting() {
        return told.size();
    }

    int tried() {
        return tried.get();
    }

    record Told(DeviceId device, String text) {}
}
