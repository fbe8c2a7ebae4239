package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.link.DeviceLink;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps who was erased, and which devices were theirs, under marks that the core makes and that tell nobody who it was; and
 * removes what is kept of a user, in whatever table it is.
 */
public interface ErasureStore {

    /**
     * Keeps a new erasure, and ends the log of its user: its head is gone, and whoever waits for it finds none. False, and
     * nothing changed, when its mark is there. The head of the log is locked.
     */
    boolean begin(StoredErasure erasure);

    /** The erasure under this mark, without a lock. */
    Optional<StoredErasure> find(String mark);

    /** The erasure under this mark, locked to the end of the transaction; empty, without waiting, when another holds it. */
    Optional<StoredErasure> tryLock(String mark);

    /** Those that have not ended, longest begun first. Without a lock. */
    List<StoredErasure> open(int limit);

    /** Replaces the erasure, which is locked. */
    void change(StoredErasure next);

    /** Forgets the erasure, as if it had never been; false when it is not there. */
    boolean lift(String mark);

    /**
     * Locks the head of a user's log as {@link EventLog#lock} does, unless an erasure is kept under {@code mark}: then false,
     * and no log begins.
     */
    boolean lockLog(LogScope.OfUser log, long newEpoch, String mark);

    /** Keeps a device's mark; one that is there stays. */
    void keepDevice(String mark, Instant at);

    /** Whether a device's mark is kept. */
    boolean isDeviceKept(String mark);

    /** Forgets a device's mark, if it is there. */
    void liftDevice(String mark);

    /** Leaves what hangs on a session that was just deleted to {@link #remove}, so that all of it is counted there. */
    void reserve(SessionId session);

    /** The user's links, those that ended too, by id, lowest first. */
    List<DeviceLink> links(UserId user, int limit);

    /**
     * Removes up to about {@code limit} rows of each table that hold something of the user, and says how many of which; of
     * sessions, those that are deleted, with all that hangs on them and their marks. His links go when all else has gone.
     * Empty when nothing was left to remove.
     */
    Map<String, Long> remove(UserId user, int limit);

    /** How many rows hold something of the user, of each table in which that could be; those that hold none too. */
    Map<String, Long> count(UserId user);

    /**
     * An erasure.
     *
     * @param user whose it is; empty once it has ended
     * @param removed how many rows of each table were removed so far
     * @param remaining how many of each table were left when it ended; empty until then
     */
    record StoredErasure(
            String mark,
            Optional<UserId> user,
            Instant begunAt,
            Optional<Instant> endedAt,
            Map<String, Long> removed,
            Map<String, Long> remaining) {
        public StoredErasure {
            requireNonNull(mark, "mark");
            requireNonNull(user, "user");
            requireNonNull(begunAt, "begunAt");
            requireNonNull(endedAt, "endedAt");
            removed = Collections.unmodifiableMap(new TreeMap<>(removed));
            remaining = Collections.unmodifiableMap(new TreeMap<>(remaining));
            if (user.isPresent() == endedAt.isPresent()) {
                throw new IllegalArgumentException("user is kept until it has ended, and no longer");
            }
        }

        /** One that begins. */
        public static StoredErasure begun(String mark, UserId user, Instant at) {
            return new StoredErasure(mark, Optional.of(user), at, Optional.empty(), Map.of(), Map.of());
        }

        /** The same with so many more. */
        public StoredErasure removing(Map<String, Long> more) {
            var sum = new TreeMap<>(removed);
            more.forEach((table, rows) -> sum.merge(table, rows, Long::sum));
            return new StoredErasure(mark, user, begunAt, endedAt, sum, remaining);
        }

        /** The same, ended. */
        public StoredErasure endedAt(Instant at, Map<String, Long> left) {
            return new StoredErasure(mark, Optional.empty(), begunAt, Optional.of(at), removed, left);
        }
    }
}
