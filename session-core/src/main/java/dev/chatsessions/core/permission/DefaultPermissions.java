package dev.chatsessions.core.permission;

import dev.chatsessions.Caller;
import dev.chatsessions.LogScope;
import dev.chatsessions.PermissionId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.core.reply.ReplyHolding;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Commands;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.permission.PermissionChoice;
import dev.chatsessions.permission.PermissionQuestion;
import dev.chatsessions.permission.PermissionRequest;
import dev.chatsessions.permission.Permissions;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.spi.ReplyStore.LockedReply;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredPermission;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.spi.Stores;
import java.util.List;
import java.util.Optional;

/** What answerers ask their users to allow. Thread-safe. */
public final class DefaultPermissions implements Permissions {

    private final Transactions transactions;

    private final ReplyHolding holding;

    private final Commands commands;

    public DefaultPermissions(Transactions transactions, ReplyHolding holding, Commands commands) {
        this.transactions = transactions;
        this.holding = holding;
        this.commands = commands;
    }

    @Override
    public PermissionRequest ask(Caller caller, ReplyId reply, Fence fence, PermissionQuestion question) {
        var access = Access.toAnswer(caller);
        var checked = PermissionRules.checked(question);
        return transactions.write(access, writing -> {
            var held = holding.held(writing, access, reply, fence);
            return PermissionRules.told(asked(writing, access, held, checked), held.stored());
        });
    }

    private static StoredPermission asked(
            Writing writing, SessionAccess access, LockedReply held, PermissionQuestion question) {
        var permissions = writing.stores().permissions();
        var reply = held.stored().reply();
        var fence = held.stored().fence().orElseThrow();
        var content = PermissionContent.of(question);
        var known = permissions
                .find(access, reply.session(), reply.id(), question.id())
                .filter(found -> found.fence().equals(fence));
        if (known.isPresent()) {
            PermissionRules.requireSame(known.get(), content);
            return known.get();
        }
        PermissionRules.requireRoom(pending(writing.stores(), access, held.stored()));
        var request = new StoredPermission(
                reply.session(),
                reply.thread(),
                reply.id(),
                fence,
                question.id(),
                content,
                writing.now(),
                Optional.empty());
        permissions.insert(request);
        writing.publish(new LogScope.OfSession(reply.session()), PermissionEvents.requested(request));
        return request;
    }

    @Override
    public PermissionRequest answer(Caller caller, ReplyId reply, PermissionId id, String option) {
        var access = Access.toManage(caller);
        return transactions.write(access, writing -> {
            var locked = writing.stores().replies().lock(access, reply).orElseThrow(() -> Access.missing(reply));
            var stored = locked.stored();
            var request = writing.stores()
                    .permissions()
                    .find(access, stored.reply().session(), reply, id)
                    .orElseThrow(() -> PermissionRules.missing(id));
            PermissionRules.requireOffered(PermissionContent.read(id, request.content()), option);
            if (request.chosen().isPresent()) {
                PermissionRules.requireAnswer(request, request.chosen().get(), option);
                return PermissionRules.told(request, stored);
            }
            PermissionRules.requireAwaited(request, stored);
            var answered = request.answered(new PermissionChoice(option, writing.now()));
            writing.stores().permissions().answer(answered);
            writing.publish(new LogScope.OfSession(request.session()), PermissionEvents.answered(request, option));
            commands.permitted(writing, locked.locked().session(), stored.reply(), id, option);
            return PermissionRules.told(answered, stored);
        });
    }

    @Override
    public List<PermissionRequest> pending(Caller caller, ReplyId reply) {
        var access = Access.toRead(caller);
        return transactions.read(
                access,
                stores -> pendingOf(
                        stores, access, stores.replies().find(access, reply).orElseThrow(() -> Access.missing(reply))));
    }

    /** What a reply waits for its user to allow, oldest first. */
    public static List<PermissionRequest> pendingOf(Stores stores, SessionAccess access, StoredReply reply) {
        return pending(stores, access, reply).stream()
                .map(request -> PermissionRules.told(request, reply))
                .toList();
    }

    private static List<StoredPermission> pending(Stores stores, SessionAccess access, StoredReply reply) {
        return reply.leaseUntil()
                .flatMap(held -> reply.fence())
                .map(fence -> stores.permissions()
                        .open(access, reply.reply().session(), reply.reply().id(), fence, MOST_PENDING))
                .orElse(List.of());
    }
}
