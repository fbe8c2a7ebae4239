package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.DeviceId;
import dev.chatsessions.JsonValue;
import dev.chatsessions.MachineId;
import dev.chatsessions.PageRequest;
import dev.chatsessions.Provider;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.erasure.Erasure;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.IssuedToken;
import dev.chatsessions.identity.TokenRequest;
import dev.chatsessions.join.Admission;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.live.StreamEnd;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.StateChange;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import dev.chatsessions.webhook.ListenMode;
import dev.chatsessions.webhook.ListenPreferences;
import dev.chatsessions.webhook.Receipt;
import dev.chatsessions.webhook.SecretKind;
import dev.chatsessions.worker.WorkerApplication;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Users are erased, and stay so. */
abstract class ErasureUseCases extends HearingUseCases {

    private static final UserId ANNS = ANN.id();

    private static final DeviceId NECKLACE = new DeviceId(new Provider("omi"), "necklace");

    private static final ListenPreferences MUTED = new ListenPreferences(
            ListenMode.TRIGGER, List.of("Hey"), Duration.ofSeconds(9), true, Optional.empty(), ZoneOffset.UTC, 0);

    private static final int WRITERS = 8;

    @Test
    void all_that_is_hers_goes_and_the_report_says_what_it_was() {
        furnished(ANN);
        furnished(BOB);
        var before = exported(BOB);

        var begun = chat.erasures().erase(ANN, ANNS);
        assertEquals(Optional.empty(), begun.endedAt());
        var report = ended();

        assertEquals(Set.of(0L), Set.copyOf(report.remaining().values()));
        assertEquals(2, report.removed().get("sessions"));
        assertEquals(3, report.removed().get("messages"));
        assertEquals(1, report.removed().get("requests"));
        assertEquals(1, report.removed().get("device_links"));
        assertEquals(1, report.removed().get("workers"));
        assertTrue(report.rows() > 20, report::toString);
        assertEquals(Set.of(0L), left());
        assertEquals(
                List.of("export", "end"),
                exported(ANN).stream().map(ErasureUseCases::type).toList());
        assertEquals(untimed(before), untimed(exported(BOB)));
        assertEquals(report, chat.erasures().erase(ADMIN, ANNS));
    }

    @Test
    void nothing_new_is_kept_for_her_whoever_writes_it() {
        var application = registered("late-robot");
        var device = new DeviceId(new Provider("omi"), "glasses");
        chat.erasures().erase(ADMIN, ANNS);
        for (var done : List.of(false, true)) {
            gone(() -> session(ANN, SessionKind.CHAT));
            gone(() ->
                    chat.sessions().open(ANN, SessionStart.of(SessionKind.CHAT).withKey("trip")));
            gone(() -> chat.requests().create(ANN, JsonValue.Fields.EMPTY, RequestKey.of("late")));
            gone(() -> chat.webhooks().prefer(ANN, MUTED, ExpectedVersion.any()));
            gone(() -> chat.webhookSecrets().issue(ANN, device.provider(), SecretKind.PATH, RequestKey.of("late")));
            gone(() -> chat.usage().put(ADMIN, budget()));
            gone(() -> chat.links().start(ANN, device, Optional.empty()));
            gone(() -> chat.workers().approve(ANN, application, Optional.empty()));
            gone(() -> chat.administration()
                    .issue(ADMIN, new TokenRequest(ANN, Duration.ofHours(1)), RequestKey.of("late")));
            gone(() -> chat.transfers()
                    .take(
                            ADMIN,
                            ANNS,
                            List.of(new JsonValue.Fields(Map.of(
                                            "type", JsonValue.of("request"),
                                            "id", JsonValue.of("01a200da-9930-7233-b713-53b41ac65d29"),
                                            "created_at", JsonValue.of("2026-01-01T00:00:00Z"),
                                            "changed_at", JsonValue.of("2026-01-01T00:00:00Z"),
                                            "version", JsonValue.of(1))))
                                    .iterator()));
            if (!done) {
                ended();
            }
        }
        assertEquals(Set.of(0L), left());
    }

    @Test
    void a_late_chunk_of_a_worker_and_a_late_word_of_a_device_go_nowhere() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("one", "hello", 0, 1));
        var ticket = heldByRobot();
        chat.erasures().erase(ADMIN, ANNS);
        ended();

        var reply = ticket.reply();
        assertThrows(
                ChatSessionsException.class,
                () -> chat.replies().append(ROBOT, reply.id(), ticket.fence(), TextOffset.START, "a late chunk"));
        for (var key : List.of(RequestKey.none(), RequestKey.of("late"))) {
            var late = deliver(delivery(NECKLACE, List.of(said("two", "a late word", 1, 2))), key);
            assertEquals(new Receipt(0, 0, 1, false, Optional.empty()), late);
            assertEquals(0, deliver(delivery(NECKLACE, List.of()), key).accepted());
        }

        assertEquals(Set.of(0L), left());
        assertEquals(
                List.of(),
                chat.sessions()
                        .listAll(ADMIN, Optional.of(SessionKind.DEVICE), PageRequest.first(10))
                        .items());
        link(BOB, NECKLACE);
        assertEquals(1, deliver(NECKLACE, said("three", "words of bob", 2, 3)).accepted());
        assertEquals(1, conversations(BOB).size());
    }

    @Test
    void what_her_devices_said_before_anybody_claimed_it_goes_with_her() {
        link(ANN, NECKLACE);
        chat.links().unlink(ANN, NECKLACE);
        deliver(NECKLACE, said("one", "words between two links", 0, 1));

        chat.erasures().erase(ADMIN, ANNS);
        var report = ended();

        assertEquals(1, report.removed().get("sessions"));
        assertEquals(1, report.removed().get("deliveries"));
        assertEquals(1, report.removed().get("messages"));
    }

    @Test
    void her_streams_end_and_her_tokens_are_good_no_more() {
        var token = tokenOf(ANN);
        var workers = tokenOf(employed());
        var session = session(ANN, SessionKind.SHARED);
        var ofUser = follow(ANN, new Feed.OfUser(ANNS), new StartAt.Head());
        var ofSession = follow(ANN, feed(session), new StartAt.Head());
        assertTrue(isGood(token) && isGood(workers));

        chat.erasures().erase(ANN, ANNS);

        assertFalse(isGood(token) || isGood(workers));
        assertEquals(StreamEnd.DELETED, ofUser.awaitEnd());
        ended();
        assertEquals(StreamEnd.DELETED, ofSession.awaitEnd());
    }

    @Test
    void another_node_goes_on_where_one_died_and_the_report_counts_everything_once() {
        furnished(ANN);
        var whole = new ArrayList<Map<String, Long>>();
        for (var deaths : List.of(0, 9)) {
            var user = deaths == 0 ? ANN : Caller.user("zoe");
            if (deaths > 0) {
                furnished(user);
            }
            chat.erasures().erase(ADMIN, user.id());
            for (var life = 1; life <= deaths; life++) {
                var mortal = new MortalStorage(backend.storage());
                var node = opened(SessionCore.builder()
                        .storage(mortal)
                        .housekeeping(Housekeeping.external())
                        .build());
                mortal.dieAfter(life * 3);
                node.housekeeping().runOnce();
                // Those that purge what was deleted take nothing of it.
                backend.storage().write(stores -> stores.sessions().purgeDeleted(100));
            }
            whole.add(ended(user.id()).removed());
        }

        assertEquals(whole.get(0), whole.get(1));
    }

    @Test
    void she_may_begin_anew_once_an_admin_lifts_it() {
        furnished(ANN);
        chat.erasures().erase(ANN, ANNS);
        conflict("erasure-open", () -> chat.erasures().lift(ADMIN, ANNS));
        ended();
        assertThrows(Forbidden.class, () -> chat.erasures().lift(ANN, ANNS));

        chat.erasures().lift(ADMIN, ANNS);

        assertThrows(NotFound.class, () -> chat.erasures().find(ADMIN, ANNS));
        assertThrows(NotFound.class, () -> chat.erasures().lift(ADMIN, ANNS));
        var session = session(ANN, SessionKind.CHAT);
        assertEquals(
                List.of(session),
                chat.sessions()
                        .list(ANN, SessionFilter.all(), PageRequest.first(10))
                        .items());
    }

    @Test
    void nobody_else_erases_her_or_hears_of_it() {
        assertThrows(NotFound.class, () -> chat.erasures().erase(BOB, ANNS));
        assertThrows(NotFound.class, () -> chat.erasures().find(ADMIN, ANNS));
        chat.erasures().erase(ADMIN, ANNS);

        assertThrows(NotFound.class, () -> chat.erasures().find(BOB, ANNS));
        assertThrows(NotFound.class, () -> chat.erasures().find(ROBOT, ANNS));
        assertThrows(Forbidden.class, () -> chat.erasures().erase(new Caller.User(ANNS, Set.of()), ANNS));
    }

    @Test
    void in_other_peoples_sessions_she_was_a_guest_without_a_name() {
        var session = session(BOB, SessionKind.SHARED);
        var invitation =
                chat.joinTokens().issue(BOB, session.id(), Admission.READ_WRITE, Optional.empty(), RequestKey.none());
        var guest = chat.joinTokens()
                .redeem(new Credential.Bearer(invitation.secret()))
                .guest();
        chat.sessions()
                .changeState(
                        guest,
                        session.id(),
                        new StateChange.Put("note", JsonValue.of("from a guest")),
                        ExpectedVersion.any(),
                        RequestKey.none());
        chat.sessions().announce(guest, session.id(), "wave", JsonValue.of("hello"), RequestKey.none());
        furnished(ANN);
        chat.erasures().erase(ADMIN, ANNS);
        ended();

        var kept = exported(BOB)
                + log(BOB, feed(session)).toString()
                + chat.presence().list(BOB, session.id());
        assertFalse(kept.contains(ANNS.value()), kept);
        assertTrue(kept.contains("from a guest"), kept);
    }

    @Test
    void of_those_who_write_for_her_on_several_nodes_none_brings_anything_back() {
        var nodes = List.of(chat, node(assistant), node(assistant));
        link(ANN, NECKLACE);
        var thread = thread(ANN);
        var outcomes = Collision.of(WRITERS + 1, party -> party == WRITERS ? eraser() : writer(nodes, party, thread));

        outcomes.stream().flatMap(outcome -> outcome.refusal().stream()).forEach(refusal -> {
            throw refusal;
        });
        for (var node : nodes) {
            node.housekeeping().runOnce();
        }
        assertEquals(Set.of(0L), Set.copyOf(ended().remaining().values()));
        assertEquals(Set.of(0L), left());
        assertEquals(
                List.of(),
                chat.sessions()
                        .listAll(ADMIN, Optional.empty(), PageRequest.first(10))
                        .items());
    }

    /** Goes on until it is refused, which is to be in the words of who is gone. */
    private Callable<Integer> writer(List<SessionCore> nodes, int party, ThreadId thread) {
        var node = nodes.get(party % nodes.size());
        return () -> {
            for (var round = 0; ; round++) {
                try {
                    if (!wrote(node, party, round, thread)) {
                        return round;
                    }
                } catch (Gone | NotFound refused) {
                    return round;
                }
            }
        };
    }

    private boolean wrote(SessionCore node, int party, int round, ThreadId thread) {
        var key = RequestKey.of(party + "-" + round);
        switch (party % 4) {
            case 0 -> node.sessions().start(ANN, SessionStart.of(SessionKind.CHAT), key);
            case 1 -> node.threads().append(ANN, thread, List.of(NewMessage.user("word " + round)), key);
            case 2 -> node.requests().create(ANN, JsonValue.Fields.EMPTY, key);
            default -> {
                var id = party + "-" + round;
                var receipt = node.webhooks()
                        .deliver(
                                new Caller.Device(NECKLACE),
                                delivery(NECKLACE, List.of(said(id, "word " + id, round, round + 1))),
                                key);
                return receipt.skipped() == 0;
            }
        }
        return true;
    }

    private Callable<Integer> eraser() {
        return () -> {
            while (chat.sessions()
                            .list(ANN, SessionFilter.all(), PageRequest.first(10))
                            .items()
                            .size()
                    < 5) {
                Thread.onSpinWait();
            }
            chat.erasures().erase(ADMIN, ANNS);
            return ended().removed().size();
        };
    }

    /** Something of everything that a user has. */
    private void furnished(Caller.User user) {
        var name = user.id().value();
        var session = session(user, SessionKind.CHAT);
        chat.sessions()
                .changeState(
                        user,
                        session.id(),
                        new StateChange.Put("turn", JsonValue.of(7)),
                        ExpectedVersion.any(),
                        RequestKey.none());
        var thread = chat.threads().start(user, session.id(), ThreadStart.of("main"), RequestKey.of("first"));
        chat.threads()
                .append(
                        user,
                        thread.id(),
                        List.of(NewMessage.user("one of " + name), NewMessage.user("two of " + name)),
                        TokenCount.measured("host", 3, 4),
                        RequestKey.none());
        chat.requests().create(user, JsonValue.Fields.EMPTY, RequestKey.none());
        chat.webhooks().prefer(user, MUTED, ExpectedVersion.any());
        chat.webhookSecrets().issue(user, NECKLACE.provider(), SecretKind.PATH, RequestKey.none());
        chat.workers().approve(user, registered("robot-of-" + name), Optional.empty());
        var device = new DeviceId(NECKLACE.provider(), "necklace-of-" + name);
        link(user, device);
        deliver(device, said("one", "words of " + name, 0, 1));
        tokenOf(user);
    }

    private static Budget budget() {
        return new Budget(Optional.of(ANNS), Optional.empty(), BudgetPeriod.DAY, ZoneOffset.UTC, 1_000, 10);
    }

    /** The code under which it is to be approved. */
    private String registered(String robot) {
        return chat.workers()
                .register(
                        new WorkerApplication(new WorkerId(robot), new MachineId("machine"), "A robot", 8),
                        Optional.empty())
                .userCode();
    }

    private Caller.Worker employed() {
        employ(ANN, ROBOT);
        return ROBOT;
    }

    private IssuedToken tokenOf(Caller caller) {
        return chat.administration().issue(ADMIN, new TokenRequest(caller, Duration.ofHours(1)), RequestKey.none());
    }

    private boolean isGood(IssuedToken token) {
        try {
            return chat.administration()
                    .authenticate(new Credential.Bearer(token.secret()))
                    .token()
                    .isPresent();
        } catch (Unauthenticated refused) {
            return false;
        }
    }

    private Erasure ended() {
        return ended(ANNS);
    }

    /** Does the housekeeping until the erasure has ended. */
    private Erasure ended(UserId user) {
        for (var round = 0; round < 500; round++) {
            var now = chat.erasures().find(ADMIN, user);
            if (now.endedAt().isPresent()) {
                return now;
            }
            chat.housekeeping().runOnce();
        }
        throw new AssertionError("the erasure never ends: " + chat.erasures().find(ADMIN, user));
    }

    /** How many rows of each table hold something of hers, asked of the storage itself. */
    private Set<Long> left() {
        return Set.copyOf(
                backend.storage().read(stores -> stores.erasures().count(ANNS)).values());
    }

    private static void gone(Executable call) {
        refused(Gone.class, "user-erased", call);
    }

    private List<JsonValue.Fields> exported(Caller user) {
        var lines = new ArrayList<JsonValue.Fields>();
        Consumer<JsonValue.Fields> keep = lines::add;
        chat.transfers().export(user, keep);
        return lines;
    }

    private static List<JsonValue.Fields> untimed(List<JsonValue.Fields> lines) {
        return lines.subList(1, lines.size());
    }

    private static String type(JsonValue.Fields line) {
        return ((JsonValue.Text) line.fields().get("type")).value();
    }
}
