package dev.chatsessions.core.usage;

import dev.chatsessions.Caller;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.PageCursors;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.spi.UsageLedger.Position;
import dev.chatsessions.usage.Usage;
import dev.chatsessions.usage.UsageEntry;
import dev.chatsessions.usage.UsageTotal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** Reads the ledger. Thread-safe. */
public final class DefaultUsage implements Usage {

    private final Transactions transactions;

    public DefaultUsage(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public UsageTotal total(Caller caller, UserId user) {
        Access.requireSelfOrAdmin(caller, user);
        return transactions.glance(stores -> stores.usage().total(user));
    }

    @Override
    public UsageTotal total(Caller caller, UserId user, LocalDate day) {
        Access.requireSelfOrAdmin(caller, user);
        return transactions.glance(stores -> stores.usage().total(user, day));
    }

    @Override
    public UsageTotal total(Caller caller, SessionId session) {
        var access = Access.toSee(caller);
        return transactions.read(stores -> {
            if (stores.sessions().find(access, session).isEmpty()) {
                throw Access.missing(stores, access, session);
            }
            return stores.usage().total(access, session);
        });
    }

    @Override
    public UsageTotal total(Caller caller, ThreadId thread) {
        var access = Access.toSee(caller);
        return transactions.glance(stores -> stores.threads()
                .find(access, thread)
                .orElseThrow(() -> Access.missing(stores, access, thread))
                .usage());
    }

    @Override
    public Page<UsageEntry> entries(Caller caller, UserId user, PageRequest page) {
        Access.requireSelfOrAdmin(caller, user);
        var list = "usage of " + user;
        var after = PageCursors.place(page, list, DefaultUsage::position);
        var entries = transactions.glance(stores -> stores.usage().entries(user, after, page.limit() + 1));
        return PageCursors.page(entries, page, list, entry -> entry.at() + "|" + entry.id(), entry -> entry);
    }

    private static Position position(String place) {
        var parts = place.split("\\|", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("not a place in the ledger");
        }
        return new Position(Instant.parse(parts[0]), UUID.fromString(parts[1]));
    }
}
