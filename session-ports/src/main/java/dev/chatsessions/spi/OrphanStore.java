package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.DeviceId;
import dev.chatsessions.SessionId;
import java.time.Instant;
import java.util.List;

/** Keeps which sessions are nobody's, and whose they may become. */
public interface OrphanStore {

    /** Keeps a new orphan; its session was inserted in this transaction. */
    void insert(Orphan orphan);

    /** The orphans of a device that began at {@code since} or later, oldest first, then by session. Without a lock. */
    List<Orphan> of(DeviceId device, Instant since, int limit);

    /** Those last used before {@code before}, longest first. Without a lock. */
    List<Orphan> unclaimed(Instant before, int limit);

    /** Forgets it, as it was claimed or deleted. The session's lock is held. Repeating it changes nothing. */
    void remove(SessionId session);

    /** A session that waits for who links {@code device}. */
    record Orphan(SessionId session, DeviceId device, Instant since) {
        public Orphan {
            requireNonNull(session, "session");
            requireNonNull(device, "device");
            requireNonNull(since, "since");
        }
    }
}
