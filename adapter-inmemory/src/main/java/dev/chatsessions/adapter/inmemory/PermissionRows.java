package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.PermissionId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.spi.StoredPermission;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What answerers asked their users to allow. */
final class PermissionRows {

    private static final Comparator<Key> BY_KEY = Comparator.comparing((Key key) -> key.reply.value(), Order.OF_IDS)
            .thenComparing(key -> key.id.value(), Order.OF_TEXTS)
            .thenComparingLong(key -> key.fence.value());

    private static final Comparator<StoredPermission> AS_ASKED = Comparator.comparing(StoredPermission::askedAt)
            .thenComparing(request -> request.id().value(), Order.OF_TEXTS);

    private final Table<Key, StoredPermission> requests;

    private final Listing<Asked, Key, StoredPermission> byId;

    private final Listing<Hold, Key, StoredPermission> open;

    private final Listing<ThreadId, Key, StoredPermission> byThread;

    private final Listing<SessionId, Key, StoredPermission> bySession;

    PermissionRows(Journal journal) {
        requests = new Table<>(journal, Key::of);
        byId = requests.listing(request -> Optional.of(new Asked(request.reply(), request.id())), Key::of, BY_KEY);
        open = requests.listing(
                request -> Optional.of(new Hold(request.reply(), request.fence()))
                        .filter(any -> request.chosen().isEmpty()),
                Key::of,
                BY_KEY);
        bySession = requests.listing(request -> Optional.of(request.session()), Key::of, BY_KEY);
        byThread = requests.listing(request -> Optional.of(request.thread()), Key::of, BY_KEY);
    }

    /** The one that is kept for the same reply, fence and id. */
    Optional<StoredPermission> findLike(StoredPermission request) {
        return requests.find(Key.of(request));
    }

    /** Under the highest fence. */
    Optional<StoredPermission> latest(ReplyId reply, PermissionId id) {
        return byId.of(new Asked(reply, id)).descending().findFirst();
    }

    /** As they were asked. */
    Stream<StoredPermission> open(ReplyId reply, Fence fence) {
        return open.of(new Hold(reply, fence)).ascending().sorted(AS_ASKED);
    }

    /** By key; those after {@code after}. */
    Stream<StoredPermission> of(SessionId session, Optional<StoredPermission> after) {
        var all = bySession.of(session);
        return after.map(last -> all.ascendingAfter(Key.of(last))).orElseGet(all::ascending);
    }

    void put(StoredPermission request) {
        requests.put(request);
    }

    /** Removes up to {@code limit} of the thread and returns how many. */
    int remove(ThreadId thread, int limit) {
        return requests.remove(byThread.of(thread).ascending(), limit);
    }

    private record Asked(ReplyId reply, PermissionId id) {}

    private record Hold(ReplyId reply, Fence fence) {}

    private record Key(ReplyId reply, PermissionId id, Fence fence) {

        static Key of(StoredPermission request) {
            return new Key(request.reply(), request.id(), request.fence());
        }
    }
}
