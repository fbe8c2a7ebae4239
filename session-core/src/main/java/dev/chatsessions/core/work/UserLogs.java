package dev.chatsessions.core.work;

import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.DeviceId;
import dev.chatsessions.LogScope;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.ErasureStore.StoredErasure;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.SecretHasher;

/**
 * The logs of users. Whatever is made for a user, and hangs on nothing of his that is locked, is made under the lock of his log,
 * which is taken last of all: under it one erases him, and behind it another finds that he was. Thread-safe.
 */
public final class UserLogs {

    /** The code of what is refused because its user was erased. */
    public static final String ERASED = "user-erased";

    private final IdSource ids;

    private final SecretHasher hasher;

    public UserLogs(IdSource ids, SecretHasher hasher) {
        this.ids = ids;
        this.hasher = hasher;
    }

    /** Locks the log of a user for whom something is made; Gone where he was erased. */
    public LogScope lock(Writing writing, UserId user) {
        var log = new LogScope.OfUser(user);
        if (!isLocked(writing, log)) {
            throw erased();
        }
        return log;
    }

    /** Tells the user; where he was erased, nobody. */
    public void tell(Writing writing, UserId user, EventBody event) {
        var log = new LogScope.OfUser(user);
        if (isLocked(writing, log)) {
            writing.publish(log, event);
        }
    }

    private boolean isLocked(Writing writing, LogScope.OfUser log) {
        return writing.stores().erasures().lockLog(log, ids.epoch(), mark(log.user()));
    }

    /** Ends the log of a user whose erasure begins; false where it has begun already. */
    public boolean end(Writing writing, UserId user) {
        var log = new LogScope.OfUser(user);
        if (!isLocked(writing, log)) {
            return false;
        }
        writing.stores().erasures().begin(StoredErasure.begun(mark(user), user, writing.now()));
        writing.wake(log);
        return true;
    }

    /** Refuses what a device delivers whose last user was erased, and that nobody linked since. */
    public void requireKept(Writing writing, DeviceId device) {
        if (writing.stores().erasures().isDeviceKept(mark(device))) {
            throw erased();
        }
    }

    /** What stands for a user who was erased. His name cannot be read from it, only tried. */
    public String mark(UserId user) {
        return hasher.hash("erased user " + user);
    }

    /** What stands for a device of his. */
    public String mark(DeviceId device) {
        return hasher.hash("erased device " + device);
    }

    private static Gone erased() {
        return new Gone(ERASED, "all of this user's data was erased");
    }
}
