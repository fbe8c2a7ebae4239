package dev.chatsessions.core.thread;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.PageCursors;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.SessionStore.Position;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.thread.ThreadPath;
import dev.chatsessions.thread.Transcript;
import dev.chatsessions.thread.UserActivity;
import dev.chatsessions.thread.UserMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What admins see of what everybody writes. Thread-safe. */
final class Watching {

    private static final int MOST_HOURS = 366 * 24;

    private static final int MOST_WRITERS = 1_000;

    /** Of each session; of whoever has more, the other ones are read as his sessions are. */
    private static final int MOST_THREADS = 10;

    private final Transactions.Bound transactions;

    Watching(Transactions transactions) {
        this.transactions = transactions.own();
    }

    Page<UserActivity> activity(Caller caller, SessionKind kind, int hours, PageRequest page) {
        Access.requireAdmin(caller);
        requireHours(hours);
        var list = "activity " + kind + " " + hours;
        var after = PageCursors.place(page, list, Watching::position);
        return transactions.read(stores -> {
            var since = since(stores, hours);
            var used = stores.sessions().used(kind, since, after, page.limit() + 1);
            var shown = PageCursors.page(used, page, list, Watching::place, session -> session);
            return new Page<>(activities(stores, shown.items(), since), shown.next());
        });
    }

    private static List<UserActivity> activities(Stores stores, List<Session> sessions, Instant since) {
        var ids = sessions.stream().map(Session::id).toList();
        var threads = stores.threads().used(new SessionAccess.Any(), ids, since, MOST_THREADS);
        return sessions.stream()
                .flatMap(session -> session.owner().stream()
                        .map(owner -> new UserActivity(
                                owner,
                                session.id(),
                                session.lastActivityAt(),
                                threads.getOrDefault(session.id(), List.of()))))
                .toList();
    }

    List<UserMessages> writers(Caller caller, SessionKind kind, int hours, int limit) {
        Access.requireAdmin(caller);
        requireHours(hours);
        if (limit < 1 || limit > MOST_WRITERS) {
            throw new Invalid("limit", "must be 1 to " + MOST_WRITERS);
        }
        return transactions.read(stores -> stores.threads().messages(kind, since(stores, hours), limit));
    }

    Optional<Transcript> transcript(Caller caller, UserId owner, ThreadPath path, PageRequest page) {
        Access.requireAdmin(caller);
        if (path.kind() != SessionKind.CHAT) {
            throw new Forbidden("an admin may not read messages other than those of chats");
        }
        return transactions.read(stores -> stores.threads()
                .findByPath(owner, path)
                .map(found -> Transcripts.read(
                        stores, new SessionAccess.Owner(owner), found.thread().id(), page)));
    }

    private static void requireHours(int hours) {
        if (hours < 1 || hours > MOST_HOURS) {
            throw new Invalid("hours", "must be 1 to " + MOST_HOURS);
        }
    }

    private static Instant since(Stores stores, int hours) {
        return stores.now().minus(Duration.ofHours(hours));
    }

    private static String place(Session session) {
        return session.lastActivityAt() + "|" + session.id();
    }

    private static Position position(String place) {
        var parts = place.split("\\|", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("not a place in a list of activity");
        }
        return new Position(Instant.parse(parts[0]), SessionId.parse(parts[1]));
    }
}
