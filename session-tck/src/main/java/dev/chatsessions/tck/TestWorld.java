package dev.chatsessions.tck;

import dev.chatsessions.ClientId;
import dev.chatsessions.JsonValue;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.join.Admission;
import dev.chatsessions.join.JoinToken;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionDetails;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.session.StateEntry;
import dev.chatsessions.spi.PresenceStore.StoredPresence;
import dev.chatsessions.spi.RequestKeyStore.StoredRequest;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.TokenStore.StoredToken;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.ThreadPath;
import dev.chatsessions.usage.UsageEntry;
import dev.chatsessions.usage.UsageTotal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A session with one of everything, kept for one user: a cleared thread with a message, a finished and a running reply,
 * another thread with a queued one, a log, a state, details, and what was spent; beside it a request and a token of that user.
 */
final class TestWorld {

    private static final int ALL = 1_000;

    final UserId owner;

    final WorkerId worker;

    final Session session;

    final ChatThread thread;

    final ChatThread other;

    final Message message;

    final StoredReply finished;

    final StoredReply running;

    final StoredReply queued;

    final StateEntry entry;

    final SessionDetails details;

    final UsageEntry spent;

    final StoredRequest request;

    final StoredToken token;

    final JoinToken invitation;

    final StoredPresence presence;

    private final Contract in;

    TestWorld(Contract in, UserId owner, WorkerId worker) {
        this.in = in;
        this.owner = owner;
        this.worker = worker;
        session = in.started(in.sessions.answeredBy(worker, owner, "key-of-" + owner));
        thread = in.opened(in.threads.in(session, "main"));
        other = in.opened(in.threads.in(session, "other"));
        finished = in.asked(TestReplies.finished(TestReplies.running(in.replies.queued(thread))));
        running = in.asked(TestReplies.running(in.replies.queued(thread)));
        queued = in.asked(in.replies.queued(other));
        message = in.said(in.messages.saying("hello of " + owner, thread, 5));
        entry = new StateEntry("theme", JsonValue.of("dark for " + owner), 1, TestTimes.at(6));
        details = new SessionDetails(
                Map.of("trip", "trip of " + owner), Map.of("asked", 1L), new JsonValue.Fields(Map.of()));
        spent = TestUsage.entry(in.ids.next(), owner, thread, finished.reply().id(), 1, TestReplies.TOKENS);
        request = new StoredRequest("user:" + owner, "ask", "key-1", "hash", List.of("r-1"), TestTimes.at(6));
        token = new StoredToken(
                in.ids.token(),
                "hash-of-" + owner,
                "user",
                owner.value(),
                Set.of(Permission.READ),
                TestTimes.at(1),
                TestTimes.at(30),
                Optional.empty());
        invitation = new JoinToken(
                in.ids.token(),
                session.id(),
                Admission.READ,
                TestTimes.at(1),
                TestTimes.at(30),
                Optional.empty(),
                Optional.empty());
        presence = new StoredPresence(
                in.ids.next(),
                session.id(),
                in.ids.next(),
                "user:" + owner,
                new ClientId("phone of " + owner),
                TestTimes.at(2),
                Optional.empty());
        in.keepIn(session.id(), this::fill);
    }

    private void fill(Stores stores) {
        var log = TestEvents.logOf(session.id());
        stores.events().append(log, TestEvents.opened(thread));
        stores.events().append(log, TestEvents.added(message));
        stores.events().append(log, TestEvents.delta(finished.reply(), 0, "text for " + owner));
        stores.state().put(session.id(), entry);
        stores.details().change(session.id(), SessionDetails.NONE, details);
        stores.threads()
                .record(stores.threads()
                        .find(new SessionAccess.Any(), thread.id())
                        .orElseThrow()
                        .clearedThrough(1)
                        .grownBy(1, 1, TestTimes.at(7)));
        stores.usage().record(spent);
        stores.requestKeys().insert(request);
        stores.tokens().insert(token);
        stores.presence().insert(presence);
        stores.presence().begin(presence.node(), TestTimes.at(30));
        stores.joinTokens().insert(invitation, "invitation of " + owner);
        stores.events().lock(TestEvents.logOf(owner), TestEvents.EPOCH);
        stores.events().append(TestEvents.logOf(owner), TestEvents.notice("for " + owner));
    }

    /** Each right to this session. */
    List<SessionAccess> rights() {
        return List.of(
                new SessionAccess.Any(),
                new SessionAccess.Owner(owner),
                new SessionAccess.Guest(session.id()),
                new SessionAccess.Answering(worker));
    }

    /** A way to look at something of this session. */
    @FunctionalInterface
    interface Look {
        boolean sees(Stores stores, SessionAccess access);
    }

    /** Every way to look, by name; each sees something where the right is there. They lock, so a write is needed. */
    Map<String, Look> looks() {
        Map<String, Look> looks = new LinkedHashMap<>();
        looks.put(
                "sessions.find",
                (in, by) -> in.sessions().find(by, session.id()).isPresent());
        looks.put(
                "sessions.lock",
                (in, by) -> in.sessions().lock(by, session.id()).isPresent());
        looks.put(
                "sessions.tryLock",
                (in, by) -> in.sessions().tryLock(by, session.id()).isPresent());
        looks.put(
                "sessions.tryLockAll",
                (in, by) -> !in.sessions().tryLockAll(by, List.of(session.id())).isEmpty());
        looks.put(
                "events.head",
                (in, by) -> in.events().head(by, TestEvents.logOf(session.id())).isPresent());
        looks.put(
                "events.read",
                (in, by) -> !in.events()
                        .read(by, TestEvents.logOf(session.id()), 0, ALL)
                        .isEmpty());
        looks.put(
                "state.entries",
                (in, by) -> !in.state().entries(by, session.id()).isEmpty());
        looks.put(
                "state.find",
                (in, by) -> in.state().find(by, session.id(), entry.key()).isPresent());
        looks.put(
                "presence.list",
                (in, by) -> !in.presence().list(by, List.of(session.id())).isEmpty());
        looks.put(
                "joinTokens.find",
                (in, by) ->
                        in.joinTokens().find(by, session.id(), invitation.id()).isPresent());
        looks.put(
                "joinTokens.list",
                (in, by) -> !in.joinTokens()
                        .list(by, session.id(), TestTimes.at(2), Optional.empty(), ALL)
                        .isEmpty());
        looks.put(
                "details.find",
                (in, by) -> !in.details().find(by, List.of(session.id())).isEmpty());
        looks.put(
                "threads.list",
                (in, by) -> !in.threads()
                        .list(by, session.id(), Optional.empty(), ALL)
                        .isEmpty());
        looks.put("threads.clearedThrough", (in, by) -> in.threads().clearedThrough(by, session.id()) > 0);
        looks.putAll(looksAtThread());
        return looks;
    }

    /** Every way to look at the thread and what is below it. */
    Map<String, Look> looksAtThread() {
        var reply = finished.reply().id();
        Map<String, Look> looks = new LinkedHashMap<>();
        looks.put("threads.find", (in, by) -> in.threads().find(by, thread.id()).isPresent());
        looks.put(
                "threads.findByKey",
                (in, by) ->
                        in.threads().findByKey(by, session.id(), thread.key()).isPresent());
        looks.put(
                "threads.findByKey of many",
                (in, by) -> !in.threads()
                        .findByKey(by, List.of(session.id()), thread.key())
                        .isEmpty());
        looks.put("threads.lock", (in, by) -> in.threads().lock(by, thread.id()).isPresent());
        looks.put(
                "threads.tryLockAll",
                (in, by) -> !in.threads().tryLockAll(Map.of(thread.id(), by)).isEmpty());
        looks.put(
                "messages.find",
                (in, by) -> in.messages().find(by, thread.id(), message.id()).isPresent());
        looks.put(
                "messages.history",
                (in, by) -> in.messages()
                        .history(by, thread.id(), Long.MAX_VALUE, ALL)
                        .isPresent());
        looks.put(
                "messages.later",
                (in, by) -> !in.messages().later(by, thread.id(), 0, ALL).isEmpty());
        looks.put(
                "messages.newest",
                (in, by) -> !in.messages()
                        .newest(by, List.of(thread.id()), ALL, Long.MAX_VALUE)
                        .isEmpty());
        looks.put("replies.find", (in, by) -> in.replies().find(by, reply).isPresent());
        looks.put("replies.lock", (in, by) -> in.replies().lock(by, reply).isPresent());
        looks.put("replies.tryLock", (in, by) -> in.replies().tryLock(by, reply).isPresent());
        looks.put(
                "replies.tryLockAll",
                (in, by) -> !in.replies().tryLockAll(by, List.of(reply)).isEmpty());
        looks.put(
                "replies.lockTurn",
                (in, by) -> in.replies().lockTurn(by, thread.id(), 1).isPresent());
        looks.put(
                "replies.open", (in, by) -> !in.replies().open(by, thread.id()).isEmpty());
        looks.put(
                "events.deltas",
                (in, by) -> !in.events().deltas(by, session.id(), reply, 0).isEmpty());
        looks.put(
                "an event's message",
                (in, by) -> in.events().read(by, TestEvents.logOf(session.id()), 0, ALL).stream()
                        .anyMatch(event -> event.message().isPresent()));
        return looks;
    }

    /** Everything that changes something, by name, in an order in which one leaves the next something to do. */
    Map<String, Consumer<Stores>> changes() {
        var log = TestEvents.logOf(session.id());
        Map<String, Consumer<Stores>> changes = new LinkedHashMap<>();
        changes.put(
                "sessions.insert",
                in -> in.sessions().insert(this.in.sessions.active(owner, "another key"), TestEvents.EPOCH));
        changes.put(
                "sessions.change",
                in -> in.sessions().change(session.movedTo(SessionStatus.PAUSED, TestTimes.at(40)), 1));
        changes.put("sessions.touch", in -> in.sessions().touch(session.id(), TestTimes.at(50)));
        changes.put("threads.insert", in -> in.threads().insert(this.in.threads.in(session, "third")));
        changes.put("threads.change", in -> in.threads().change(thread.renamedTo(Optional.of("renamed")), 1));
        changes.put("threads.record", in -> in.threads().record(thread.grownBy(9, 9, TestTimes.at(41))));
        changes.put("messages.append", in -> in.messages().append(this.in.messages.saying("more", thread, 6)));
        changes.put("messages.change", in -> in.messages().change(TestMessages.rewritten(message, "rewritten")));
        changes.put(
                "messages.finish",
                in -> in.messages()
                        .finish(
                                session.id(),
                                queued.reply().answer(),
                                MessageStatus.COMPLETE,
                                List.of(new Part.Text("finished")),
                                TestTimes.at(48)));
        changes.put("messages.clear", in -> in.messages().clear(session.id(), other.id()));
        changes.put("replies.insert", in -> in.replies().insert(this.in.replies.queued(other)));
        changes.put("replies.renew", in -> in.replies().renew(queued.renewed(queued.reply(), TestTimes.at(40))));
        changes.put("replies.change", in -> in.replies().change(TestReplies.finished(running)));
        changes.put("events.append", in -> in.events().append(log, TestEvents.notice("more")));
        changes.put("events.lock", in -> in.events().lock(TestEvents.logOf(worker), 1));
        changes.put(
                "events.trim",
                in -> in.events().trim(session.id(), finished.reply().id(), 0, ALL));
        changes.put("events.clear", in -> in.events().clear(session.id(), thread.id()));
        changes.put(
                "state.put",
                in -> in.state().put(session.id(), new StateEntry("more", JsonValue.of(1), 2, TestTimes.at(42))));
        changes.put("state.remove", in -> in.state().remove(session.id(), entry.key()));
        changes.put(
                "details.change",
                in -> in.details()
                        .change(
                                session.id(),
                                details,
                                new SessionDetails(Map.of("trip", "another"), Map.of(), JsonValue.Fields.EMPTY)));
        changes.put(
                "usage.record",
                in -> in.usage()
                        .record(TestUsage.entry(
                                this.in.ids.next(), owner, thread, TestReplies.TOKENS, TestTimes.at(43))));
        changes.put(
                "requestKeys.insert",
                in -> in.requestKeys()
                        .insert(new StoredRequest(
                                "user:" + owner, "ask", "key-2", "hash", List.of(), TestTimes.at(44))));
        changes.put("requestKeys.removeBefore", in -> in.requestKeys().removeBefore(TestTimes.at(60), ALL));
        changes.put(
                "tokens.insert",
                in -> in.tokens()
                        .insert(new StoredToken(
                                this.in.ids.token(),
                                "another hash",
                                "user",
                                owner.value(),
                                Set.of(),
                                TestTimes.at(1),
                                TestTimes.at(70),
                                Optional.empty())));
        changes.put("tokens.revoke", in -> in.tokens().revoke(token.id(), TestTimes.at(45)));
        changes.put("tokens.removeExpired", in -> in.tokens().removeExpired(TestTimes.at(60), ALL));
        changes.put("presence.leave", in -> in.presence().leave(session.id(), presence.id(), TestTimes.at(45)));
        changes.put("presence.renew", in -> in.presence().renew(presence.node(), TestTimes.at(20), TestTimes.at(40)));
        changes.put("presence.remove", in -> in.presence().remove(session.id(), presence.id()));
        changes.put("presence.insert", in -> in.presence().insert(presence));
        changes.put("presence.forget", in -> in.presence().forget(presence.node(), TestTimes.at(60)));
        changes.put("presence.begin", in -> in.presence().begin(presence.node(), TestTimes.at(50)));
        changes.put(
                "joinTokens.redeem",
                in -> in.joinTokens().redeem(session.id(), invitation.id(), TestTimes.at(20), TestTimes.at(25)));
        changes.put("joinTokens.revoke", in -> in.joinTokens().revoke(session.id(), invitation.id(), TestTimes.at(45)));
        changes.put("joinTokens.removeExpired", in -> in.joinTokens().removeExpired(TestTimes.at(60), ALL));
        changes.put(
                "joinTokens.insert",
                in -> in.joinTokens()
                        .insert(
                                new JoinToken(
                                        this.in.ids.token(),
                                        session.id(),
                                        Admission.READ,
                                        TestTimes.at(1),
                                        TestTimes.at(70),
                                        Optional.empty(),
                                        Optional.empty()),
                                "another invitation"));
        changes.put("threads.delete", in -> in.threads().delete(thread.id(), TestTimes.at(46)));
        changes.put("sessions.delete", in -> in.sessions().delete(session.id(), TestTimes.at(47)));
        changes.put("sessions.purgeDeleted", in -> in.sessions().purgeDeleted(ALL));
        return changes;
    }

    private ThreadPath path() {
        return new ThreadPath(session.kind(), session.key(), thread.key());
    }

    /** All that a read can see of it. */
    Map<String, Object> picture(Stores in) {
        var any = new SessionAccess.Any();
        var log = TestEvents.logOf(session.id());
        Map<String, Object> picture = new LinkedHashMap<>();
        picture.put("sessions.find", in.sessions().find(any, session.id()));
        picture.put("sessions.findByKey", in.sessions().findByKey(owner, session.kind(), session.key()));
        picture.put("sessions.list", in.sessions().list(owner, SessionFilter.all(), Optional.empty(), ALL));
        picture.put("sessions.isDeleted", in.sessions().isDeleted(any, session.id()));
        picture.put(
                "sessions.inactive",
                in.sessions().inactive(session.kind(), SessionStatus.ACTIVE, TestTimes.at(60), ALL));
        picture.put("threads.list", in.threads().list(any, session.id(), Optional.empty(), ALL));
        picture.put("threads.isDeleted", in.threads().isDeleted(any, thread.id()));
        picture.put("threads.findByPath", in.threads().findByPath(owner, path()));
        picture.put("messages.history at the path", in.messages().history(owner, path(), ALL));
        picture.put("messages.history", in.messages().history(any, thread.id(), Long.MAX_VALUE, ALL));
        picture.put(
                "messages.find",
                in.messages().find(any, other.id(), queued.reply().answer()));
        picture.put(
                "messages.history of the other thread", in.messages().history(any, other.id(), Long.MAX_VALUE, ALL));
        picture.put("replies.find", in.replies().find(any, finished.reply().id()));
        picture.put("replies.open", in.replies().open(any, thread.id()));
        picture.put("replies.openIn", in.replies().openIn(session.id(), 50));
        picture.put("replies.list", in.replies().list(any, session.id(), Optional.empty(), ALL));
        picture.put("replies.claimable", in.replies().claimable(new Answerer.Worker(worker), ALL));
        picture.put("replies.leaseEnded", in.replies().leaseEnded(TestTimes.at(60), ALL));
        picture.put("replies.untrimmed", in.replies().untrimmed(TestTimes.at(60), ALL));
        picture.put("events.head", in.events().head(any, log));
        picture.put("events.read", in.events().read(any, log, 0, ALL));
        picture.put(
                "events.deltas",
                in.events().deltas(any, session.id(), finished.reply().id(), 0));
        picture.put("events.head of the user", in.events().head(any, TestEvents.logOf(owner)));
        picture.put("events.head of the worker", in.events().head(any, TestEvents.logOf(worker)));
        picture.put("state.entries", in.state().entries(any, session.id()));
        picture.put("state.size", in.state().size(session.id()));
        picture.put("state.counts", in.state().counts(List.of(session.id())));
        picture.put("state.expired", in.state().expired(TestTimes.at(60), ALL));
        picture.put("details", in.details().find(any, List.of(session.id())));
        picture.put("usage", spending(in));
        picture.put("tokens.find", in.tokens().find(token.id()));
        picture.put("tokens.findByHash", in.tokens().findByHash("another hash"));
        picture.put("tokens.newest", in.tokens().newest(token.subjectKind(), token.subject()));
        picture.put("presence.list", in.presence().list(any, List.of(session.id())));
        picture.put("presence.left", in.presence().left(TestTimes.at(60), ALL));
        picture.put("presence.of", in.presence().of(presence.node(), ALL));
        picture.put("presence.ended", in.presence().ended(TestTimes.at(60), ALL));
        picture.put("joinTokens.find", in.joinTokens().find(any, session.id(), invitation.id()));
        picture.put("joinTokens.findByHash", in.joinTokens().findByHash("another invitation"));
        picture.put("joinTokens.list", in.joinTokens().list(any, session.id(), TestTimes.at(2), Optional.empty(), ALL));
        picture.put("joinTokens.count", in.joinTokens().count(session.id(), TestTimes.at(2)));
        return picture;
    }

    /** What differs between two pictures, by name. */
    static List<String> differences(Map<String, Object> before, Map<String, Object> after) {
        return before.keySet().stream()
                .filter(name -> !before.get(name).equals(after.get(name)))
                .toList();
    }

    /** What its owner spent. */
    List<Object> spending(Stores in) {
        return List.of(
                in.usage().total(owner),
                in.usage().total(owner, LocalDate.of(2026, 3, 14)),
                in.usage().entries(owner, Optional.empty(), ALL));
    }

    /** What its session spent; everything in this world is spent there. */
    UsageTotal spendingOfSession() {
        return UsageTotal.ZERO.plus(spent.tokens());
    }
}
