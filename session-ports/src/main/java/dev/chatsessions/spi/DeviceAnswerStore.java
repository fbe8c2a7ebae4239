package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.DeviceId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import java.time.Instant;
import java.util.List;

/** Keeps which replies are still to be told to a device. Who tells one claims it first, so that none is told by two. */
public interface DeviceAnswerStore {

    /** Keeps it, under the lock of its session. */
    void insert(DeviceAnswer answer);

    /** Those whose reply is finished and that are due by {@code now}, longest first. Without a lock. */
    List<DeviceAnswer> due(Instant now, int limit);

    /**
     * Counts one more try, after which it is due at {@code nextDue}; false, and nothing changed, unless it had {@code tries}
     * before. A racing claim is waited for: one of them wins.
     */
    boolean claim(ReplyId reply, int tries, Instant nextDue);

    /** Forgets it, if it had {@code tries}; otherwise false. */
    boolean remove(ReplyId reply, int tries);

    /**
     * A reply whose answer a device waits for.
     *
     * @param tries how often somebody set out to tell it
     * @param dueAt from when on somebody may
     */
    record DeviceAnswer(ReplyId reply, SessionId session, DeviceId device, int tries, Instant dueAt) {
        public DeviceAnswer {
            requireNonNull(reply, "reply");
            requireNonNull(session, "session");
            requireNonNull(device, "device");
            requireNonNull(dueAt, "dueAt");
            if (tries < 0) {
                throw new IllegalArgumentException("tries " + tries + " is negative");
            }
        }
    }
}
