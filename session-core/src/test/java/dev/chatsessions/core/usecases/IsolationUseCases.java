package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.DeviceId;
import dev.chatsessions.JsonValue;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.PageRequest;
import dev.chatsessions.PermissionId;
import dev.chatsessions.Provider;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenId;
import dev.chatsessions.WebhookSecretId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.identity.TokenRequest;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.permission.PermissionKind;
import dev.chatsessions.permission.PermissionOption;
import dev.chatsessions.permission.PermissionQuestion;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionChange;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.StateChange;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import dev.chatsessions.webhook.Delivery;
import dev.chatsessions.webhook.SecretKind;
import dev.chatsessions.webhook.Segment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Nothing of one user shows to another: whoever calls, whatever is called, by whatever id. */
abstract class IsolationUseCases extends UseCases {

    private static final String ANNS_WORD = "anns-canary";

    private static final String BOBS_WORD = "bobs-canary";

    private static final Caller.Worker ANNS_ROBOT = new Caller.Worker(new WorkerId("anns-robot"));

    private static final Caller.Worker BOBS_ROBOT = new Caller.Worker(new WorkerId("bobs-robot"));

    @Test
    void every_method_of_every_facade_is_looked_at() {
        assertEquals(FacadeCalls.declared(), new TreeSet<>(FacadeCalls.all().keySet()));
    }

    @Test
    void another_user_sees_nothing_and_cannot_tell_it_from_what_is_not_there() {
        var anns = settle(ANN, ANNS_ROBOT, ANNS_WORD);
        settle(BOB, BOBS_ROBOT, BOBS_WORD);

        assertKeptFrom(BOB, anns);
    }

    @Test
    void another_users_worker_sees_nothing_and_cannot_tell_it_from_what_is_not_there() {
        var anns = settle(ANN, ANNS_ROBOT, ANNS_WORD);
        settle(BOB, BOBS_ROBOT, BOBS_WORD);

        assertKeptFrom(BOBS_ROBOT, anns);
    }

    @Test
    void a_guest_of_another_session_sees_nothing_and_cannot_tell_it_from_what_is_not_there() {
        var anns = settle(ANN, ANNS_ROBOT, ANNS_WORD);
        var party = session(ANN, SessionKind.SHARED).id();

        assertKeptFrom(
                new Caller.SessionGuest(
                        party, new TokenId(UUID.randomUUID()), Set.of(Permission.READ, Permission.WRITE)),
                anns);
    }

    @Test
    void a_guest_reads_and_writes_in_its_own_session_and_manages_nothing() {
        var anns = settle(ANN, ANNS_ROBOT, ANNS_WORD);
        var guest = guestOf(anns);

        assertEquals(anns.session(), chat.sessions().find(guest, anns.session()).id());
        var transcript = chat.threads().transcript(guest, anns.thread(), PageRequest.first(10));
        assertEquals(ANNS_WORD, transcript.messages().get(0).text());
        chat.threads().append(guest, anns.thread(), List.of(NewMessage.user("Hello!")), RequestKey.none());
        chat.live().head(guest, new Feed.OfSession(anns.session()));

        forbidden(() -> chat.sessions().end(guest, anns.session(), ExpectedVersion.any()));
        forbidden(() -> chat.sessions().delete(guest, anns.session()));
        forbidden(() -> chat.threads().clear(guest, anns.thread()));
        forbidden(() -> chat.threads().delete(guest, anns.thread()));
        forbidden(() -> chat.sessions().open(guest, SessionStart.of(SessionKind.CHAT)));
    }

    @Test
    void a_worker_reads_where_it_answers_and_writes_only_its_replies() {
        var anns = settle(ANN, ANNS_ROBOT, ANNS_WORD);

        assertEquals(
                ANNS_WORD,
                chat.threads()
                        .transcript(ANNS_ROBOT, anns.thread(), PageRequest.first(10))
                        .messages()
                        .get(0)
                        .text());
        chat.replies().heartbeat(ANNS_ROBOT, anns.reply(), anns.fence());

        forbidden(() -> chat.threads()
                .append(ANNS_ROBOT, anns.thread(), List.of(NewMessage.user("Hello!")), RequestKey.none()));
        forbidden(() -> chat.replies().ask(ANNS_ROBOT, anns.thread(), Question.of("Hello?"), RequestKey.none()));
        forbidden(() -> chat.sessions().end(ANNS_ROBOT, anns.session(), ExpectedVersion.any()));
    }

    @Test
    void an_admin_is_never_told_what_was_said() {
        var theirs = settleSomebody();
        for (var call : FacadeCalls.all().entrySet()) {
            var outcome = outcome(call.getValue(), ADMIN, theirs);

            assertFalse(outcome.contains(ANNS_WORD), call.getKey() + " tells an admin " + outcome);
            // What was refused has changed nothing.
            theirs = outcome.startsWith("served") ? settleSomebody() : theirs;
        }
    }

    private Target settleSomebody() {
        var user = Caller.user("user-of-" + freshName());
        return settle(user, new Caller.Worker(new WorkerId("robot-of-" + freshName())), ANNS_WORD);
    }

    @Test
    void an_admin_sees_lists_totals_and_may_end() {
        var anns = settle(ANN, ANNS_ROBOT, ANNS_WORD);

        assertEquals(anns.session(), chat.sessions().find(ADMIN, anns.session()).id());
        chat.usage().total(ADMIN, ANN.id());
        chat.replies().stop(ADMIN, anns.reply());
        forbidden(() -> chat.sessions().pause(ADMIN, anns.session(), ExpectedVersion.any()));
        forbidden(() -> chat.sessions().resume(ADMIN, anns.session(), ExpectedVersion.any()));
        forbidden(() -> chat.sessions().rename(ADMIN, anns.session(), Optional.empty(), ExpectedVersion.any()));
        chat.sessions().end(ADMIN, anns.session(), ExpectedVersion.any());

        forbidden(() -> chat.threads().transcript(ADMIN, anns.thread(), PageRequest.first(10)));
        forbidden(() -> chat.sessions().state(ADMIN, anns.session()));
        forbidden(() -> chat.live().head(ADMIN, new Feed.OfSession(anns.session())));
    }

    @Test
    void who_may_only_read_changes_nothing() {
        var anns = settle(ANN, ANNS_ROBOT, ANNS_WORD);
        var before = everythingOf(ANN, anns);
        var reader = new Caller.User(ANN.id(), Set.of(Permission.READ));

        var served = new TreeSet<String>();
        FacadeCalls.all().forEach((name, call) -> {
            // The one revokes a token of the reader's own; by the other he is there, which the others are told.
            if (!Set.of("Administration.revoke(TokenId)", "Presence.enter(SessionId, ClientId)")
                            .contains(name)
                    && outcome(call, reader, anns).startsWith("served")) {
                served.add(name.substring(0, name.indexOf('(')));
            }
        });

        assertEquals(before, everythingOf(ANN, anns));
        assertEquals(
                Set.of(
                        "Sessions.find",
                        "Sessions.findByKey",
                        "Sessions.list",
                        "Sessions.listOf",
                        "Sessions.state",
                        "Sessions.details",
                        "Threads.find",
                        "Threads.findByKey",
                        "Threads.findByPath",
                        "Threads.list",
                        "Threads.message",
                        "Threads.newest",
                        "Threads.transcript",
                        "Replies.find",
                        "Replies.open",
                        "Replies.await",
                        "Permissions.pending",
                        "DeviceLinks.list",
                        "Requests.find",
                        "Requests.list",
                        "Workers.register",
                        "Workers.find",
                        "Workers.list",
                        "Workers.session",
                        "Workers.sessions",
                        "Presence.list",
                        "Webhooks.conversations",
                        "Webhooks.current",
                        "Webhooks.find",
                        "Webhooks.preferences",
                        "Webhooks.diagnosis",
                        "WebhookSecrets.list",
                        "Transfers.export",
                        "Usage.total",
                        "Usage.entries",
                        "Usage.days",
                        "Usage.models",
                        "Usage.budgets",
                        "LiveEvents.head",
                        "LiveEvents.replay",
                        "LiveEvents.subscribe"),
                served);
    }

    @Test
    void two_users_who_do_the_same_under_the_same_keys_never_meet() {
        var anns = settle(ANN, ANNS_ROBOT, ANNS_WORD);
        var bobs = settle(BOB, BOBS_ROBOT, BOBS_WORD);

        assertFalse(anns.session().equals(bobs.session()));
        var annSees = everythingOf(ANN, anns);
        var bobSees = everythingOf(BOB, bobs);
        assertTrue(annSees.contains(ANNS_WORD) && !annSees.contains(BOBS_WORD));
        assertTrue(bobSees.contains(BOBS_WORD) && !bobSees.contains(ANNS_WORD));
        bobs.names().forEach(name -> assertFalse(annSees.contains(name), name));
        anns.names().forEach(name -> assertFalse(bobSees.contains(name), name));
    }

    /** Whatever {@code stranger} calls on what is {@code theirs}, he learns nothing and changes nothing. */
    private void assertKeptFrom(Caller stranger, Target theirs) {
        var before = everythingOf(ANN, theirs);
        var unknown = theirs.thatIsNotThere();
        FacadeCalls.all().forEach((name, call) -> {
            var onTheirs = outcome(call, stranger, theirs);
            var onNothing = outcome(call, stranger, unknown);

            assertEquals(unknown.maskedIn(onNothing), theirs.maskedIn(onTheirs), name);
            assertFalse(onTheirs.contains(ANNS_WORD), name + " tells a stranger " + onTheirs);
            if (onTheirs.startsWith("served")) {
                theirs.names().forEach(id -> assertFalse(onTheirs.contains(id), name + " tells a stranger " + id));
            }
        });
        assertEquals(before, everythingOf(ANN, theirs));
    }

    /** What a call led to, in words. */
    private String outcome(FacadeCalls.Call call, Caller caller, Target target) {
        try {
            return "served " + call.by(chat, caller, target);
        } catch (ChatSessionsException refused) {
            return "refused " + refused.getClass().getSimpleName() + " " + refused.code() + ": " + refused.getMessage()
                    + " " + refused.details();
        }
    }

    /** The same calls under the same keys for everybody; only the words differ. */
    private Target settle(Caller.User user, Caller.Worker robot, String word) {
        var same = RequestKey.of("the-same");
        employ(user, robot);
        var start = new SessionStart(
                SessionKind.WORKER, Optional.of("trip"), Optional.of("A trip"), new Answerer.Worker(robot.id()));
        var session = chat.sessions().start(user, start, same).id();
        var thread = chat.threads()
                .start(user, session, ThreadStart.of("plans"), same)
                .id();
        var said = chat.threads().append(user, thread, List.of(NewMessage.user(word)), same);
        chat.sessions()
                .changeState(
                        user, session, new StateChange.Put("note", JsonValue.of(word)), ExpectedVersion.any(), same);
        chat.sessions()
                .change(
                        user,
                        session,
                        List.of(new SessionChange.Label("trip", Optional.of(word))),
                        ExpectedVersion.any(),
                        same);
        chat.sessions().announce(user, session, "wave", JsonValue.of(word), same);
        chat.replies().ask(user, thread, Question.of("And " + word + "?"), same);
        var ticket = chat.replies().claim(robot, 1).get(0);
        chat.replies().append(robot, ticket.reply().id(), ticket.fence(), TextOffset.START, "It is " + word);
        chat.replies().report(robot, ticket.reply().id(), ticket.fence(), "thinking of " + word);
        chat.permissions()
                .ask(
                        robot,
                        ticket.reply().id(),
                        ticket.fence(),
                        new PermissionQuestion(
                                new PermissionId("the-same"),
                                "To do " + word + "?",
                                Optional.empty(),
                                List.of(new PermissionOption("allow", "Allow", PermissionKind.ALLOW_ONCE))));
        var token = chat.administration()
                .issue(ADMIN, new TokenRequest(user, Duration.ofDays(1)), RequestKey.none())
                .id();
        var necklace = necklaceOf(user);
        return new Target(
                user.id(),
                session,
                thread,
                said.messages().get(0).id(),
                ticket.reply().id(),
                ticket.fence(),
                token,
                necklace,
                chat.requests()
                        .create(user, new JsonValue.Fields(Map.of("want", JsonValue.of(word))), same)
                        .id(),
                robot.id(),
                conversationOf(user, necklace, word),
                secretOf(user),
                chat.live().head(user, new Feed.OfSession(session)).at(1));
    }

    private DeviceId necklaceOf(Caller.User user) {
        var necklace = new DeviceId(new Provider("omi"), "necklace-of-" + user.id());
        var code = chat.links().start(user, necklace, Optional.empty()).shown().orElseThrow();
        return chat.links()
                .confirm(user, necklace, code.digits(), Optional.empty())
                .device();
    }

    private ThreadId conversationOf(Caller.User user, DeviceId device, String word) {
        var heard = new Segment(Optional.empty(), word, Optional.empty(), true, Duration.ZERO, Duration.ofSeconds(1));
        chat.webhooks()
                .deliver(
                        new Caller.Device(device),
                        new Delivery(device.provider(), Optional.of(device), "walk", List.of(heard), 0),
                        RequestKey.none());
        return chat.webhooks().current(user).orElseThrow().thread().id();
    }

    private WebhookSecretId secretOf(Caller.User user) {
        return chat.webhookSecrets()
                .issue(user, new Provider("omi"), SecretKind.PATH, RequestKey.none())
                .secret()
                .id();
    }

    private Caller.SessionGuest guestOf(Target target) {
        return new Caller.SessionGuest(
                target.session(), new TokenId(UUID.randomUUID()), Set.of(Permission.READ, Permission.WRITE));
    }

    /** All that a user can read. */
    private String everythingOf(Caller.User user, Target target) {
        List<LiveEvent> ofUser = logAfter(user, new Feed.OfUser(user.id()), new StartAt.Earliest());
        return String.join(
                "\n",
                chat.sessions()
                        .list(user, SessionFilter.all(), PageRequest.first(100))
                        .toString(),
                chat.sessions().state(user, target.session()).toString(),
                chat.sessions().details(user, List.of(target.session())).toString(),
                chat.requests().list(user, PageRequest.first(100)).toString(),
                chat.threads()
                        .transcript(user, target.thread(), PageRequest.first(100))
                        .toString(),
                chat.replies().open(user, target.thread()).toString(),
                chat.permissions().pending(user, target.reply()).toString(),
                chat.usage().total(user, user.id()).toString(),
                chat.links()
                        .list(user, Optional.empty(), PageRequest.first(100))
                        .toString(),
                chat.workers().list(user, PageRequest.first(100)).toString(),
                chat.workers().session(user, target.session()).toString(),
                chat.webhooks().conversations(user, PageRequest.first(100)).toString(),
                chat.threads()
                        .transcript(user, target.conversation(), PageRequest.first(100))
                        .toString(),
                chat.webhooks().preferences(user).toString(),
                chat.webhookSecrets().list(user, PageRequest.first(100)).toString(),
                log(user, new Feed.OfSession(target.session())).toString(),
                ofUser.toString());
    }

    private static void forbidden(Executable call) {
        refused(Forbidden.class, "forbidden", call);
    }
}
