package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.Caller;
import dev.chatsessions.DeviceId;
import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.spi.RequestKeyStore.StoredRequest;
import dev.chatsessions.spi.TokenStore.StoredToken;
import dev.chatsessions.worker.Worker;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All that is kept of a user: what hangs on his sessions, workers and devices goes before them. For one transaction. */
final class Estate {

    private final Tables tables;

    private final UserId user;

    Estate(Tables tables, UserId user) {
        this.tables = tables;
        this.user = user;
    }

    /** Removes about so many rows, and tells how many of which table. */
    Map<String, Long> remove(int limit) {
        var tally = new Tally();
        for (var next = nextSession(); next.isPresent() && tally.isEmpty(); next = nextSession()) {
            removeSession(next.get(), limit, tally);
        }
        if (tally.isEmpty()) {
            removeOwn(limit, tally);
            tables.workers().of(user).first().ifPresent(worker -> removeWorker(worker, limit, tally));
        }
        if (tally.isEmpty()) {
            tables.links().all(user).first().ifPresent(link -> removeLink(link, limit, tally));
        }
        return tally.counts();
    }

    private Optional<SessionId> nextSession() {
        return tables.sessions().deletedOf(user).first();
    }

    private void removeSession(SessionId session, int limit, Tally tally) {
        if (tables.graveyard().clear(session, limit, tally) == limit) {
            return;
        }
        var tokens = tables.tokens();
        var removed = remove("tokens", tokens("guest", session.toString()), limit, tokens::remove, tally);
        removed += tally.add("device_answers", tables.deviceAnswers().remove(session, limit));
        var threads = tables.threads();
        removed += remove(
                "threads",
                threads.deletedIn(session).ascending(),
                limit,
                thread -> threads.forget(session, thread),
                tally);
        if (removed < limit) {
            tables.sessions().forget(user, session);
            tally.add("sessions", 1);
        }
    }

    /** What hangs on nothing else. */
    private void removeOwn(int limit, Tally tally) {
        var spent = tally.add("usage_entries", tables.usage().remove(user, limit));
        if (spent == 0 && tables.usage().close(user)) {
            tally.add("usage_sums", 1);
        }
        tally.add("budgets", tables.budgets().remove(user, limit));
        tally.add("budget_windows", tables.budgets().close(user, limit));
        tally.add("requests", tables.requests().remove(user, limit));
        if (tables.preferences().has(user)) {
            tables.preferences().remove(user);
            tally.add("listen_preferences", 1);
        }
        var secrets = tables.webhookSecrets();
        tally.add("webhook_secrets", secrets.remove(secrets.of(user).ascending(), limit));
        var pairings = tables.pendingLinks();
        tally.add("pending_links", pairings.remove(pairings.of(user).ascending(), limit));
        var registrations = tables.registrations();
        tally.add(
                "worker_registrations",
                registrations.remove(registrations.of(user).ascending(), limit));
        remove("tokens", tokens(user), limit, tables.tokens()::remove, tally);
        removeServed(Caller.user(user), limit, tally);
        removeLog(new LogScope.OfUser(user), limit, tally);
    }

    private void removeWorker(Worker worker, int limit, Tally tally) {
        var removed = remove("tokens", tokens("worker", worker.id().value()), limit, tables.tokens()::remove, tally);
        removed += removeServed(new Caller.Worker(worker.id()), limit, tally);
        removed += removeLog(new LogScope.OfWorker(worker.id()), limit, tally);
        if (removed == 0) {
            tables.workers().remove(worker);
            tally.add("workers", 1);
        }
    }

    private void removeLink(DeviceLink link, int limit, Tally tally) {
        var device = link.device();
        var removed = removeServed(new Caller.Device(device), limit, tally);
        removed += removeDeliveries(device, limit, tally);
        if (removed == 0) {
            tables.links().remove(link);
            tally.add("device_links", 1);
        }
    }

    /** Of sessions that are gone; whoever had the device before, or has it now, keeps his. */
    private int removeDeliveries(DeviceId device, int limit, Tally tally) {
        var deliveries = tables.deliveries();
        return remove(
                "deliveries",
                deliveries
                        .of(device)
                        .ascending()
                        .filter(each -> !tables.sessions().isKnown(each.session())),
                limit,
                each -> deliveries.remove(device, each.id()),
                tally);
    }

    private Stream<StoredToken> tokens(UserId user) {
        return Stream.concat(tokens("user", user.value()), tokens("sign-out", user.value()));
    }

    private Stream<StoredToken> tokens(String kind, String subject) {
        return tables.tokens().of(kind, subject);
    }

    private int removeServed(Caller caller, int limit, Tally tally) {
        Stream<StoredRequest> served = tables.requestKeys().of(caller.key()).ascending();
        return remove("request_keys", served, limit, tables.requestKeys()::remove, tally);
    }

    private int removeLog(LogScope scope, int limit, Tally tally) {
        var log = tables.logs().find(scope);
        var removed = tally.add(
                "scope_events",
                log.map(found -> found.remove(found.events().ascending(), limit))
                        .orElse(0));
        if (log.isPresent() && removed < limit) {
            tables.logs().remove(scope);
            removed += tally.add("scope_heads", 1);
        }
        return removed;
    }

    private static <R> int remove(String table, Stream<R> rows, int limit, Consumer<R> remove, Tally tally) {
        var some = rows.limit(limit).toList();
        some.forEach(remove);
        return tally.add(table, some.size());
    }

    /** How many rows of each table hold something of him. */
    Map<String, Long> count() {
        var counts = new TreeMap<String, Long>();
        var sessions = tables.sessions();
        counts.put(
                "sessions",
                (long) sessions.ofOwner(user).size() + sessions.deletedOf(user).size());
        counts.put("usage_entries", (long) tables.usage().ofUser(user).size());
        counts.put("usage_sums", tables.usage().has(user) ? 1L : 0L);
        counts.put("budgets", (long) tables.budgets().of(user).size());
        counts.put("budget_windows", (long) tables.budgets().windowsOf(user));
        counts.put("requests", (long) tables.requests().ofOwner(user).size());
        counts.put("listen_preferences", tables.preferences().has(user) ? 1L : 0L);
        counts.put("webhook_secrets", (long) tables.webhookSecrets().of(user).size());
        counts.put("pending_links", (long) tables.pendingLinks().of(user).size());
        counts.put(
                "worker_registrations", (long) tables.registrations().of(user).size());
        counts.put("tokens", tokens(user).count());
        counts.put("request_keys", (long)
                tables.requestKeys().of(Caller.user(user).key()).size());
        counts.put("scope_heads", tables.logs().find(new LogScope.OfUser(user)).isPresent() ? 1L : 0L);
        counts.put("workers", (long) tables.workers().of(user).size());
        counts.put("device_links", (long) tables.links().all(user).size());
        return counts;
    }
}
