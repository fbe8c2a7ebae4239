package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.PermissionId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.permission.PermissionChoice;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.spi.PermissionStore;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredPermission;
import java.util.List;
import java.util.Optional;

final class InMemoryPermissions implements PermissionStore {

    private final Transaction transaction;

    InMemoryPermissions(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void insert(StoredPermission request) {
        Storable.require("option", request.chosen().map(PermissionChoice::option));
        var permissions = transaction.holding(request.session()).permissions();
        if (permissions.findLike(request).isEmpty()) {
            permissions.put(request);
        }
    }

    @Override
    public Optional<StoredPermission> find(
            SessionAccess access, SessionId session, ReplyId reply, PermissionId request) {
        var tables = transaction.reading();
        return tables.permissions().latest(reply, request).filter(found -> isSeen(tables, access, session, found));
    }

    @Override
    public List<StoredPermission> open(SessionAccess access, SessionId session, ReplyId reply, Fence fence, int limit) {
        var tables = transaction.reading();
        return tables.permissions()
                .open(reply, fence)
                .filter(found -> isSeen(tables, access, session, found))
                .limit(limit)
                .toList();
    }

    @Override
    public List<StoredPermission> list(
            SessionAccess access, SessionId session, Optional<StoredPermission> after, int limit) {
        var tables = transaction.reading();
        return tables.permissions()
                .of(session, after)
                .filter(found -> isSeen(tables, access, session, found))
                .limit(limit)
                .toList();
    }

    @Override
    public void answer(StoredPermission answered) {
        Storable.require("option", answered.chosen().map(PermissionChoice::option));
        var permissions = transaction.holding(answered.session()).permissions();
        permissions
                .findLike(answered)
                .filter(asked -> asked.chosen().isEmpty())
                .ifPresent(asked ->
                        permissions.put(asked.answered(answered.chosen().orElseThrow())));
    }

    @Override
    public void clear(SessionId session, ThreadId thread) {
        transaction.holding(session).permissions().remove(thread, Integer.MAX_VALUE);
    }

    private static boolean isSeen(Tables tables, SessionAccess access, SessionId session, StoredPermission found) {
        return found.session().equals(session)
                && tables.sessions().find(access, session).isPresent();
    }
}
