package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.KeyReused;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.JsonValue;
import dev.chatsessions.PermissionId;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Replay;
import dev.chatsessions.live.Snapshot;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.permission.PermissionChoice;
import dev.chatsessions.permission.PermissionEvent.PermissionAnswered;
import dev.chatsessions.permission.PermissionEvent.PermissionRequested;
import dev.chatsessions.permission.PermissionKind;
import dev.chatsessions.permission.PermissionOption;
import dev.chatsessions.permission.PermissionQuestion;
import dev.chatsessions.permission.PermissionRequest;
import dev.chatsessions.permission.PermissionStatus;
import dev.chatsessions.permission.Permissions;
import dev.chatsessions.reply.Completion;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.reply.ReplyTicket;
import dev.chatsessions.session.Session;
import dev.chatsessions.worker.WorkerCommand.AnswerPermission;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a worker asks its user to allow while it answers. */
abstract class PermissionUseCases extends WorkerCases {

    private static final Caller.Worker BOBS = robot("bobs-robot");

    private static final PermissionOption ALLOW = new PermissionOption("allow", "Allow", PermissionKind.ALLOW_ONCE);

    private static final PermissionOption REJECT =
            new PermissionOption("reject", "Reject", PermissionKind.REJECT_ALWAYS);

    private Permissions permissions;

    private Session session;

    private ReplyTicket held;

    @BeforeEach
    final void let_a_worker_answer() {
        permissions = chat.permissions();
        approved(ANN, registered(ROBOT));
        approved(BOB, registered(BOBS));
        session = sessionOn(ANN, ROBOT).session();
        ask(ANN, threadOf(session), "Delete the file");
        held = workers.claim(ROBOT, 1).get(0);
    }

    @Test
    void a_request_is_shown_to_its_user_and_answered_to_its_worker() {
        var asked = asked("call-1");

        assertEquals(PermissionStatus.PENDING, asked.status());
        assertEquals(List.of(asked), permissions.pending(ANN, held.reply().id()));
        var answered = answer("call-1", "allow");

        assertEquals(PermissionStatus.ANSWERED, answered.status());
        assertEquals(Optional.of("allow"), answered.chosen().map(PermissionChoice::option));
        assertEquals(List.of(), permissions.pending(ANN, held.reply().id()));
        assertEquals(answered, asked("call-1"));
        var log = log(ANN, new Feed.OfSession(session.id()));
        var requested = assertInstanceOf(PermissionRequested.class, log.get(log.size() - 2));
        assertEquals(question("call-1"), requested.question());
        assertEquals(held.reply().id(), requested.reply());
        var told = assertInstanceOf(PermissionAnswered.class, log.get(log.size() - 1));
        assertEquals("allow", told.option());
        assertEquals(new PermissionId("call-1"), told.request());
        var commands = log(ROBOT, new Feed.OfWorker(ROBOT.id()));
        var command = assertInstanceOf(AnswerPermission.class, commands.get(commands.size() - 1));
        assertEquals(session.id(), command.session());
        assertEquals(held.reply().id(), command.reply());
        assertEquals("allow", command.option());
    }

    @Test
    void asking_again_tells_how_it_stands_and_asks_nothing_else() {
        var asked = asked("call-1");

        assertEquals(asked, asked("call-1"));
        refused(
                KeyReused.class,
                "idempotency-key-reused",
                () -> permissions.ask(
                        ROBOT,
                        held.reply().id(),
                        held.fence(),
                        new PermissionQuestion(
                                new PermissionId("call-1"), "Another", Optional.empty(), List.of(ALLOW))));
        assertEquals(1, timesTold("permission_requested"));
    }

    @Test
    void only_the_first_answer_counts() {
        asked("call-1");

        var first = answer("call-1", "reject");

        assertEquals(first, answer("call-1", "reject"));
        var late = refused(Conflict.class, "already-answered", () -> answer("call-1", "allow"));
        assertEquals(new JsonValue.Fields(Map.of("option_id", JsonValue.of("reject"))), late.details());
        assertEquals(1, timesTold("permission_answered"));
        assertEquals(1, Collections.frequency(commands(ROBOT), "permission_answered"));
    }

    @Test
    void of_those_who_answer_at_once_one_is_heard() {
        asked("call-1");
        var options = List.of("allow", "reject", "allow", "reject");

        var outcomes = Collision.of(4, number -> () -> answer("call-1", options.get(number)));

        var chosen = asked("call-1").chosen().orElseThrow().option();
        for (var number = 0; number < 4; number++) {
            assertEquals(
                    options.get(number).equals(chosen),
                    outcomes.get(number).value().isPresent(),
                    "as one chose " + chosen);
        }
        assertEquals(1, timesTold("permission_answered"));
        assertEquals(1, Collections.frequency(commands(ROBOT), "permission_answered"));
    }

    @Test
    void an_option_that_is_not_offered_is_refused_by_its_name() {
        asked("call-1");

        var refused = refused(Invalid.class, "validation-failed", () -> answer("call-1", "Allow"));

        assertEquals("option_id", refused.violations().get(0).field());
        refused(NotFound.class, "not-found", () -> answer("call-2", "allow"));
    }

    @Test
    void with_its_reply_a_request_ends() {
        asked("call-1");
        var answered = asked("call-2");
        answer("call-2", "allow");

        chat.replies().complete(ROBOT, held.reply().id(), held.fence(), Completion.whole());

        assertEquals(List.of(), permissions.pending(ANN, held.reply().id()));
        refused(Conflict.class, "message-finalized", () -> answer("call-1", "allow"));
        refused(Conflict.class, "message-finalized", () -> asked("call-3"));
        assertEquals(answered.question(), answer("call-2", "allow").question());
    }

    @Test
    void with_a_lost_worker_its_requests_end_and_another_asks_anew() {
        asked("call-1");

        backend.advance(LEASE.plusMillis(1));
        chat.housekeeping().runOnce();

        assertEquals(List.of(), permissions.pending(ANN, held.reply().id()));
        var refused = refused(Conflict.class, "lease-lost", () -> answer("call-1", "allow"));
        assertEquals(
                new JsonValue.Fields(
                        Map.of("current_fence", JsonValue.of(held.fence().value()))),
                refused.details());
        refused(Conflict.class, "lease-lost", () -> asked("call-1"));
        var again = workers.claim(ROBOT, 1).get(0);
        refused(Conflict.class, "lease-lost", () -> answer("call-1", "allow"));
        var anew = permissions.ask(ROBOT, again.reply().id(), again.fence(), question("call-1"));
        assertEquals(PermissionStatus.PENDING, anew.status());
        assertEquals(PermissionStatus.ANSWERED, answer("call-1", "allow").status());
    }

    @Test
    void asking_keeps_the_reply() {
        backend.advance(LEASE.minusSeconds(1));
        asked("call-1");
        backend.advance(LEASE.minusSeconds(1));
        chat.housekeeping().runOnce();

        assertEquals(1, permissions.pending(ANN, held.reply().id()).size());
    }

    @Test
    void so_many_wait_at_once_and_no_more() {
        IntStream.range(0, Permissions.MOST_PENDING).forEach(number -> asked("call-" + number));

        refused(Conflict.class, "too-many-permissions", () -> asked("one-more"));
        assertEquals(
                Permissions.MOST_PENDING,
                permissions.pending(ANN, held.reply().id()).size());
        answer("call-7", "allow");
        asked("one-more");
    }

    @Test
    void what_is_asked_has_its_limits() {
        var big = new JsonValue.Fields(Map.of("content", JsonValue.of("x".repeat(8 * 1024))));
        var long200 = "x".repeat(200);
        var options = IntStream.range(0, 21)
                .mapToObj(number -> new PermissionOption(number + "", "Allow", PermissionKind.ALLOW_ONCE))
                .toList();
        var wide = IntStream.range(10, 30)
                .mapToObj(number ->
                        new PermissionOption(number + long200.substring(2), long200, PermissionKind.ALLOW_ONCE))
                .toList();

        for (var unfit : List.of(
                unfit("title", " ", Optional.empty(), List.of(ALLOW)),
                unfit("title", "x".repeat(501), Optional.empty(), List.of(ALLOW)),
                unfit("tool_call", "May I?", Optional.of(big), List.of(ALLOW)),
                unfit("options", "May I?", Optional.empty(), List.of()),
                unfit("options", "May I?", Optional.empty(), options),
                unfit("options", "May I?", Optional.empty(), wide),
                unfit("options", "May I?", Optional.empty(), List.of(ALLOW, ALLOW)),
                unfit(
                        "option_id",
                        "May I?",
                        Optional.empty(),
                        List.of(new PermissionOption("", "Allow", PermissionKind.ALLOW_ONCE))),
                unfit(
                        "name",
                        "May I?",
                        Optional.empty(),
                        List.of(new PermissionOption("allow", "\u0000", PermissionKind.ALLOW_ONCE))))) {
            var refused = refused(
                    Invalid.class,
                    "validation-failed",
                    () -> permissions.ask(ROBOT, held.reply().id(), held.fence(), unfit.question()));
            assertEquals(unfit.field(), refused.violations().get(0).field());
        }
        assertEquals(0, timesTold("permission_requested"));
    }

    @Test
    void who_comes_late_is_shown_what_waits() {
        var asked = asked("call-1");

        var replay = chat.live().replay(ANN, new Feed.OfSession(session.id()), new StartAt.Unreadable(), 10);

        var snapshot = (Snapshot.OfSession)
                assertInstanceOf(Replay.Missed.class, replay).gap().snapshot();
        assertEquals(List.of(asked), snapshot.openReplies().get(0).permissions());
    }

    @Test
    void what_was_asked_goes_with_what_was_said() {
        asked("call-1");

        chat.threads().clear(ANN, held.reply().thread());

        refused(NotFound.class, "not-found", () -> answer("call-1", "allow"));
        assertEquals(0, timesTold("permission_requested"));
    }

    @Test
    void only_the_holder_asks_and_only_the_owner_answers() {
        asked("call-1");
        var reply = held.reply().id();
        var request = new PermissionId("call-1");

        refused(Forbidden.class, "forbidden", () -> permissions.ask(ANN, reply, held.fence(), question("call-2")));
        refused(NotFound.class, "not-found", () -> permissions.ask(BOBS, reply, held.fence(), question("call-2")));
        refused(Conflict.class, "lease-lost", () -> permissions.ask(ROBOT, reply, new Fence(99), question("call-2")));
        refused(Forbidden.class, "forbidden", () -> permissions.answer(ROBOT, reply, request, "allow"));
        refused(Forbidden.class, "forbidden", () -> permissions.answer(ADMIN, reply, request, "allow"));
        refused(NotFound.class, "not-found", () -> permissions.answer(BOB, reply, request, "allow"));
        refused(NotFound.class, "not-found", () -> permissions.pending(BOB, reply));
        assertEquals(1, permissions.pending(ANN, reply).size());
    }

    private PermissionRequest asked(String id) {
        return permissions.ask(ROBOT, held.reply().id(), held.fence(), question(id));
    }

    private PermissionRequest answer(String id, String option) {
        return permissions.answer(ANN, held.reply().id(), new PermissionId(id), option);
    }

    private int timesTold(String kind) {
        return Collections.frequency(kinds(log(ANN, new Feed.OfSession(session.id()))), kind);
    }

    private static PermissionQuestion question(String id) {
        var call = new JsonValue.Fields(Map.of("toolCallId", JsonValue.of(id), "kind", JsonValue.of("delete")));
        return new PermissionQuestion(
                new PermissionId(id), "Delete notes.txt?", Optional.of(call), List.of(ALLOW, REJECT));
    }

    private static Unfit unfit(
            String field, String title, Optional<JsonValue.Fields> call, List<PermissionOption> options) {
        return new Unfit(field, new PermissionQuestion(new PermissionId("call-1"), title, call, options));
    }

    /** What is refused, and for which field. */
    private record Unfit(String field, PermissionQuestion question) {}
}
