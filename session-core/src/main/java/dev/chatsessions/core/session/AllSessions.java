package dev.chatsessions.core.session;

import dev.chatsessions.Caller;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.SessionId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.PageCursors;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionOverview;
import dev.chatsessions.spi.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The sessions of everybody, for operators. Thread-safe. */
final class AllSessions {

    private final Transactions.Bound transactions;

    private final Duration sharedExpiry;

    AllSessions(Transactions transactions, Duration sharedExpiry) {
        this.transactions = transactions.own();
        this.sharedExpiry = sharedExpiry;
    }

    Page<SessionOverview> list(Caller caller, Optional<SessionKind> kind, PageRequest page) {
        Access.requireAdmin(caller);
        var list = "all sessions " + kind;
        var before = PageCursors.place(page, list, SessionId::parse);
        var sessions = transactions.read(stores ->
                overviews(stores, stores.sessions().listAll(kind, before, page.limit() + 1)));
        return PageCursors.page(
                sessions, page, list, overview -> overview.session().id().toString(), overview -> overview);
    }

    private List<SessionOverview> overviews(Stores stores, List<Session> sessions) {
        var shared = sessions.stream()
                .filter(session -> session.kind() == SessionKind.SHARED)
                .map(Session::id)
                .toList();
        var keys = stores.state().counts(shared);
        return sessions.stream()
                .map(session -> SessionRules.asOf(session, stores.now(), sharedExpiry))
                .map(session -> new SessionOverview(session, keys.getOrDefault(session.id(), 0)))
                .toList();
    }
}
