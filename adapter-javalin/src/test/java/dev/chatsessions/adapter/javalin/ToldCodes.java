package dev.chatsessions.adapter.javalin;

import dev.chatsessions.DeviceId;
import dev.chatsessions.link.LinkCode;
import dev.chatsessions.spi.DeviceMessenger;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Remembers the codes that devices were told, in their order. */
final class ToldCodes implements DeviceMessenger {

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

    private final Queue<String> answers = new ConcurrentLinkedQueue<>();

    @Override
    public void code(DeviceId device, LinkCode code, Instant expiresAt) {
        told.add(new Told(device, code.digits()));
    }

    @Override
    public void answer(DeviceId device, String text) {
        answers.add(device.uid() + " " + text);
    }

    /** All answers that devices were told, each behind the device's name. */
    List<String> answers() {
        return List.copyOf(answers);
    }

    /** The code that this device is told next; nobody else is being told one. */
    String next(String uid) {
        var next = take(uid);
        if (!next.isFor(uid)) {
            throw new AssertionError("waited for a code for " + uid + " and got " + next);
        }
        return next.code();
    }

    /** The code that this device is told next, whoever else was told one before. */
    String nextFor(String uid) {
        var next = take(uid);
        return next.isFor(uid) ? next.code() : nextFor(uid);
    }

    private Told take(String uid) {
        try {
            var next = told.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("waited for a code for " + uid);
            }
            return next;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private record Told(DeviceId device, String code) {
        boolean isFor(String uid) {
            return device.uid().equals(uid);
        }

        @Override
        public String toString() {
            return "one for " + device;
        }
    }
}
