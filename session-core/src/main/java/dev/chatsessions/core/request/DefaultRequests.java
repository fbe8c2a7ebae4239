package dev.chatsessions.core.request;

import static java.util.stream.Collectors.toMap;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Stale;
import dev.chatsessions.JsonValue;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.UserId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.core.work.MergePatch;
import dev.chatsessions.core.work.PageCursors;
import dev.chatsessions.core.work.RequestKeys;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.request.Request;
import dev.chatsessions.request.Requests;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.Stores;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Keeps requests. Thread-safe. */
public final class DefaultRequests implements Requests {

    private final Transactions transactions;

    private final IdSource ids;

    private final UserLogs logs;

    public DefaultRequests(Transactions transactions, IdSource ids, UserLogs logs) {
        this.transactions = transactions;
        this.ids = ids;
        this.logs = logs;
    }

    @Override
    public Request create(Caller caller, JsonValue.Fields attributes, RequestKey requestKey) {
        var owner = Access.ownerOf(caller, Permission.WRITE);
        Limits.value("attributes", attributes);
        var id = new RequestId(ids.next());
        return transactions.write(
                owner,
                writing -> RequestKeys.once(
                        writing,
                        caller,
                        "create-request",
                        requestKey,
                        attributes,
                        List.of(id.toString()),
                        results -> found(writing.stores(), owner, RequestId.parse(results.get(0))),
                        () -> {
                            var request = new Request(id, owner, attributes, writing.now(), writing.now(), 1);
                            writing.stores().requests().insert(request);
                            logs.lock(writing, owner);
                            return request;
                        }));
    }

    @Override
    public Request find(Caller caller, RequestId request) {
        var owner = Access.ownerOf(caller, Permission.READ);
        return transactions.glance(owner, stores -> found(stores, owner, request));
    }

    @Override
    public Map<RequestId, Request> find(Caller caller, Collection<RequestId> requests) {
        var owner = Access.ownerOf(caller, Permission.READ);
        Limits.atOnce("requests", requests);
        return transactions.glance(owner, stores -> stores.requests().find(owner, requests)).stream()
                .collect(toMap(Request::id, request -> request));
    }

    @Override
    public Page<Request> list(Caller caller, PageRequest page) {
        var owner = Access.ownerOf(caller, Permission.READ);
        var list = "requests of " + owner;
        var before = PageCursors.place(page, list, RequestId::parse);
        var requests = transactions.glance(owner, stores -> stores.requests().list(owner, before, page.limit() + 1));
        return PageCursors.page(requests, page, list, request -> request.id().toString(), request -> request);
    }

    @Override
    public Request change(Caller caller, RequestId request, JsonValue.Fields patch, ExpectedVersion expected) {
        var owner = Access.ownerOf(caller, Permission.WRITE);
        Limits.value("attributes", patch);
        return transactions.write(owner, writing -> {
            var now = found(writing.stores(), owner, request);
            if (!expected.matches(now.version())) {
                throw new Stale("request " + request + " is at version " + now.version() + "; read it again");
            }
            var merged = (JsonValue.Fields) MergePatch.merged(now.attributes(), patch);
            Limits.value("attributes", merged);
            if (merged.equals(now.attributes())) {
                return now;
            }
            var next = now.with(merged, writing.now());
            if (!writing.stores().requests().change(next, now.version())) {
                throw new Stale("request " + request + " changed meanwhile; read it again");
            }
            return next;
        });
    }

    private static Request found(Stores stores, UserId owner, RequestId request) {
        return stores.requests().find(owner, List.of(request)).stream()
                .findFirst()
                .orElseThrow(() -> new NotFound("there is no request " + request));
    }
}
