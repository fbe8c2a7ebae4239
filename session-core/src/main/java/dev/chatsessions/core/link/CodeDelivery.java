package dev.chatsessions.core.link;

import dev.chatsessions.DeviceId;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.link.LinkCode;
import dev.chatsessions.spi.DeviceMessenger;
import dev.chatsessions.spi.Observer;
import java.time.Instant;
import java.util.concurrent.Executor;

/** Has devices told their codes, on threads that may wait. Thread-safe. */
public final class CodeDelivery {

    private final DeviceMessenger messenger;

    private final Executor executor;

    private final Observer observer;

    public CodeDelivery(DeviceMessenger messenger, Executor executor, Observer observer) {
        this.messenger = messenger;
        this.executor = executor;
        this.observer = observer;
    }

    void send(DeviceId device, LinkCode code, Instant expiresAt) {
        executor.execute(() -> {
            try {
                messenger.code(device, code, expiresAt);
            } catch (Throwable failure) {
                Quietly.tell(observer, "device-messenger", failure);
            }
        });
    }
}
