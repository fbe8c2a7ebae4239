package dev.chatsessions.core.transfer;

import dev.chatsessions.JsonValue;
import dev.chatsessions.UserId;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.request.Request;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionDetails;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.SessionStore;
import dev.chatsessions.spi.StoredPermission;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.UsageLedger;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.usage.UsageEntry;
import dev.chatsessions.worker.Worker;
import dev.chatsessions.worker.WorkerSession;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One export, on its way: pages, each in a transaction of its own, told line by line. Used by one thread. */
final class Exporting {

    private static final int PAGE = 100;

    /** Each may be a megabyte. */
    private static final int MESSAGES = 16;

    private final Transactions.Bound transactions;

    private final UserId user;

    private final SessionAccess access;

    private final Consumer<JsonValue.Fields> lines;

    private long told;

    Exporting(Transactions transactions, UserId user, SessionAccess access, Consumer<JsonValue.Fields> lines) {
        this.transactions = transactions.on(access);
        this.user = user;
        this.access = access;
        this.lines = lines;
    }

    void all() {
        var begun = transactions.glance(Stores::now);
        tell(Written.of("export").with("version", 1).with("user_id", user).with("at", begun));
        transactions
                .glance(stores -> stores.preferences().find(user))
                .ifPresent(preferences -> tell(Written.of(preferences)));
        transactions.glance(stores -> stores.budgets().of(user)).stream()
                .filter(stored -> stored.budget().user().filter(user::equals).isPresent())
                .forEach(budget -> tell(Written.of(budget)));
        this.<Request>pages(
                (stores, after) -> stores.requests().list(user, after.map(Request::id), PAGE),
                request -> tell(Written.of(request)));
        this.<DeviceLink>pages(
                (stores, after) -> stores.deviceLinks().list(user, Optional.empty(), after.map(DeviceLink::id), PAGE),
                link -> tell(Written.of(link)));
        this.<Worker>pages(
                (stores, after) -> stores.workers().list(user, after.map(Worker::id), PAGE),
                worker -> tell(Written.of(worker)));
        sessions(Instant.MIN);
        // Whoever used one meanwhile brought it to the front of the list, perhaps from where it was not read yet.
        sessions(begun);
        this.<UsageEntry>pages(
                (stores, after) -> stores.usage()
                        .entries(user, after.map(entry -> new UsageLedger.Position(entry.at(), entry.id())), PAGE),
                entry -> tell(Written.of(entry)));
        lines.accept(Written.of("end").with("lines", told).line());
    }

    private void sessions(Instant usedSince) {
        pages(
                (stores, after) ->
                        stores.sessions().list(user, SessionFilter.all(), after.map(Exporting::position), PAGE).stream()
                                .takeWhile(session -> !session.lastActivityAt().isBefore(usedSince))
                                .toList(),
                this::session);
    }

    private static SessionStore.Position position(Session session) {
        return new SessionStore.Position(session.lastActivityAt(), session.id());
    }

    private void session(Session session) {
        tell(transactions.read(stores -> Written.of(
                session,
                stores.details().find(access, List.of(session.id())).getOrDefault(session.id(), SessionDetails.NONE),
                stores.state().entries(access, session.id()),
                stores.assignments().find(access, session.id()).map(WorkerSession::assignment))));
        threads(
                session,
                thread -> tell(transactions.glance(
                        stores -> Written.of(thread, stores.conversations().find(access, thread.id())))));
        this.<StoredReply>pages(
                (stores, after) -> stores.replies()
                        .list(
                                access,
                                session.id(),
                                after.map(last -> last.reply().id()),
                                PAGE),
                stored -> tell(Written.of(stored.reply())));
        this.<StoredPermission>pages(
                (stores, after) -> stores.permissions().list(access, session.id(), after, PAGE),
                request -> tell(Written.of(request)));
        threads(session, this::messages);
    }

    private void threads(Session session, Consumer<ChatThread> each) {
        pages((stores, after) -> stores.threads().list(access, session.id(), after.map(ChatThread::id), PAGE), each);
    }

    private void messages(ChatThread thread) {
        var before = Optional.of(Long.MAX_VALUE);
        while (before.isPresent()) {
            var place = before.get();
            var history =
                    transactions.glance(stores -> stores.messages().history(access, thread.id(), place, MESSAGES));
            history.ifPresent(page -> page.messages().forEach(message -> tell(Written.of(message))));
            before = history.filter(page -> page.older())
                    .map(page -> page.messages().get(0).position());
        }
    }

    private <T> void pages(Pages<T> read, Consumer<T> each) {
        Optional<T> last = Optional.empty();
        do {
            var after = last;
            var page = transactions.glance(stores -> read.after(stores, after));
            page.forEach(each);
            last = page.size() < PAGE ? Optional.empty() : Optional.of(page.get(page.size() - 1));
        } while (last.isPresent());
    }

    private void tell(Written line) {
        told++;
        lines.accept(line.line());
    }

    /** What is read page by page. */
    private interface Pages<T> {
        List<T> after(Stores stores, Optional<T> last);
    }
}
