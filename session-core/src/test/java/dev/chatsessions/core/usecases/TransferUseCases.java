package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.JsonValue;
import dev.chatsessions.PageRequest;
import dev.chatsessions.PermissionId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.UserId;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.permission.PermissionKind;
import dev.chatsessions.permission.PermissionOption;
import dev.chatsessions.permission.PermissionQuestion;
import dev.chatsessions.reply.Completion;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionChange;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.StateChange;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import dev.chatsessions.transfer.Intake;
import dev.chatsessions.worker.WorkerSessionStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A user's data leaves as lines and comes in elsewhere. */
abstract class TransferUseCases extends WorkerCases {

    private static final UserId ANNS = ANN.id();

    private static final Duration LATER = Duration.ofMinutes(1);

    @Test
    void what_was_exported_is_there_elsewhere_and_once_however_often_it_is_taken() {
        var session = furnished();
        say(session, "plans", 40);
        var lines = exported(chat, ANN);
        var state = chat.sessions().state(ANN, session.id()).entries().get(0).value();
        var elsewhere = another();

        var first = elsewhere.transfers().take(ADMIN, ANNS, lines.iterator());
        var second = elsewhere.transfers().take(ADMIN, ANNS, lines.iterator());

        assertEquals(Map.of("message", 40L, "request", 1L, "session", 1L, "thread", 1L, "usage", 1L), first.added());
        assertEquals(Map.of(), first.left());
        assertTrue(first.complete());
        assertEquals(Map.of(), second.added());
        assertEquals(first.added(), second.left());
        assertEquals(untimed(lines), untimed(exported(elsewhere, ANN)));
        assertEquals(
                state,
                elsewhere.sessions().state(ANN, session.id()).entries().get(0).value());
    }

    @Test
    void a_conversation_goes_on_where_it_was_taken_in() {
        var session = furnished();
        var thread = say(session, "plans", 3);
        var lines = exported(chat, ANN);
        var elsewhere = another();
        elsewhere.transfers().take(ADMIN, ANNS, lines.iterator());

        elsewhere.threads().append(ANN, thread, List.of(NewMessage.user("and on")), RequestKey.none());
        var again = elsewhere.transfers().take(ADMIN, ANNS, lines.iterator());

        assertEquals(Map.of(), again.added());
        assertEquals(
                List.of("0", "1", "2", "and on"),
                elsewhere.threads().transcript(ANN, thread, PageRequest.first(10)).messages().stream()
                        .map(Message::text)
                        .toList());
        assertEquals(4, elsewhere.threads().find(ANN, thread).messageCount());
    }

    @Test
    void what_was_deleted_there_or_is_somebody_elses_does_not_come_back() {
        var session = furnished();
        say(session, "plans", 2);
        var lines = exported(chat, ANN);

        var bobs = chat.transfers().take(ADMIN, BOB.id(), lines.iterator());
        chat.sessions().delete(ANN, session.id());
        chat.housekeeping().runOnce();
        var again = chat.transfers().take(ADMIN, ANNS, lines.iterator());

        assertFalse(bobs.added().containsKey("session"));
        assertFalse(bobs.added().containsKey("message"));
        assertEquals(Map.of(), again.added());
        assertEquals(
                List.of(),
                chat.sessions().list(ANN, filter(), PageRequest.first(10)).items());
        assertEquals(
                List.of(),
                chat.sessions().list(BOB, filter(), PageRequest.first(10)).items());
    }

    @Test
    void only_her_own_words_leave_and_only_admins_take_lines_in() {
        furnished();
        var bobs = chat.threads().open(BOB, session(BOB, SessionKind.CHAT).id(), ThreadStart.of("main"));
        chat.threads().append(BOB, bobs.id(), List.of(NewMessage.user("bobs secret")), RequestKey.none());

        assertFalse(exported(chat, ANN).toString().contains("bobs secret"));
        assertTrue(exported(chat, BOB).toString().contains("bobs secret"));
        assertThrows(Forbidden.class, () -> exported(chat, ADMIN));
        assertThrows(
                Forbidden.class,
                () -> chat.transfers()
                        .take(ANN, ANNS, List.<JsonValue.Fields>of().iterator()));
    }

    @Test
    void a_line_that_says_nothing_known_is_refused_by_its_number_and_a_cut_off_file_is_noticed() {
        furnished();
        var lines = exported(chat, ANN);
        var elsewhere = another();

        Intake cut = elsewhere
                .transfers()
                .take(ADMIN, ANNS, lines.subList(0, lines.size() - 1).iterator());
        assertFalse(cut.complete());
        var broken = new JsonValue.Fields(Map.of("type", JsonValue.of("session"), "id", JsonValue.of("none")));
        var refused = assertThrows(
                Invalid.class,
                () -> elsewhere
                        .transfers()
                        .take(ADMIN, ANNS, List.of(lines.get(0), broken).iterator()));
        assertTrue(refused.getMessage().contains("line 2"), refused::getMessage);
    }

    @Test
    void a_message_that_is_told_at_two_places_is_kept_at_one_and_none_is_after_the_last() {
        var thread = say(furnished(), "plans", 2);
        var lines = exported(chat, ANN);
        var message = lines.stream()
                .filter(line -> JsonValue.of("message").equals(line.fields().get("type")))
                .findFirst()
                .orElseThrow();
        lines.add(lines.indexOf(message), at(message, 77));
        var elsewhere = another();

        var first = elsewhere.transfers().take(ADMIN, ANNS, lines.iterator());
        elsewhere.transfers().take(ADMIN, ANNS, List.of(at(message, 88)).iterator());

        assertEquals(2L, first.added().get("message"));
        assertEquals(1L, first.left().get("message"));
        assertEquals(2, elsewhere.threads().find(ANN, thread).messageCount());
        assertThrows(
                Invalid.class,
                () -> elsewhere
                        .transfers()
                        .take(ADMIN, ANNS, List.of(at(message, Long.MAX_VALUE)).iterator()));
    }

    private static JsonValue.Fields at(JsonValue.Fields message, long position) {
        var fields = new HashMap<>(message.fields());
        fields.put("position", JsonValue.of(position));
        return new JsonValue.Fields(fields);
    }

    @Test
    void what_a_worker_answered_and_was_allowed_goes_with_its_session() {
        employ(ANN, ROBOT);
        var session = answered();
        var lines = exported(chat, ANN);
        var elsewhere = another();
        hire(elsewhere, ANN);

        var first = elsewhere.transfers().take(ADMIN, ANNS, lines.iterator());
        var second = elsewhere.transfers().take(ADMIN, ANNS, lines.iterator());

        assertEquals(Map.of(), second.added());
        assertEquals(
                Map.of("message", 2L, "permission", 2L, "reply", 1L, "session", 1L, "thread", 1L, "usage", 1L),
                first.added());
        assertEquals(kept(lines), kept(exported(elsewhere, ANN)));
        assertEquals(
                List.of(session),
                elsewhere.workers().sessions(ROBOT, ROBOT.id(), PageRequest.first(10)).items().stream()
                        .map(found -> found.session().id())
                        .toList());
    }

    @Test
    void a_session_on_a_worker_is_shown_to_nobodys_worker_but_her_own() {
        employ(ANN, ROBOT);
        var session = answered();
        var before = chat.workers().session(ANN, session);
        var lines = exported(chat, ANN);
        var elsewhere = another();
        hire(elsewhere, BOB);

        elsewhere.transfers().take(ADMIN, ANNS, lines.iterator());

        assertEquals(
                new Answerer.None(), elsewhere.sessions().find(ANN, session).answerer());
        assertThrows(NotFound.class, () -> elsewhere.workers().session(ROBOT, session));
        assertEquals(
                List.of(),
                elsewhere
                        .workers()
                        .sessions(ROBOT, ROBOT.id(), PageRequest.first(10))
                        .items());
        var third = another();
        third.transfers().take(ADMIN, ANNS, lines.iterator());
        hire(third, ANN);
        var again = third.transfers().take(ADMIN, ANNS, lines.iterator());
        assertEquals(Map.of("session", 1L), again.added());
        assertEquals(before, third.workers().session(ANN, session));
    }

    /** A session in which a worker asked twice, and was once allowed, what to do. */
    private SessionId answered() {
        var start = new WorkerSessionStart(
                Optional.of("large"), Optional.of("A task"), Optional.of(LATER.multipliedBy(60)), Optional.of(LATER));
        var session = workers.start(ANN, ROBOT.id(), start, RequestKey.none()).session();
        workers.ready(ROBOT, session.id(), Optional.of("agent-1"));
        ask(ANN, threadOf(session), "Delete it");
        var held = workers.claim(ROBOT, 1).get(0);
        var reply = held.reply().id();
        for (var id : List.of("call-1", "call-2")) {
            var call = new JsonValue.Fields(Map.of("kind", JsonValue.of("delete")));
            var allow = new PermissionOption("allow", "Allow", PermissionKind.ALLOW_ONCE);
            chat.permissions()
                    .ask(
                            ROBOT,
                            reply,
                            held.fence(),
                            new PermissionQuestion(
                                    new PermissionId(id), "Delete it?", Optional.of(call), List.of(allow)));
        }
        chat.permissions().answer(ANN, reply, new PermissionId("call-1"), "allow");
        chat.replies().append(ROBOT, reply, held.fence(), TextOffset.START, "Done.");
        chat.replies().complete(ROBOT, reply, held.fence(), Completion.of(TokenCount.measured("eyes", 4, 2)));
        return session.id();
    }

    private static void hire(SessionCore at, Caller.User user) {
        var challenge = at.workers().register(application(ROBOT), NOWHERE);
        at.workers().approve(user, challenge.userCode(), NOWHERE);
    }

    /** What is not proven anew. */
    private static List<JsonValue.Fields> kept(List<JsonValue.Fields> lines) {
        return lines.stream()
                .filter(line -> !List.of(JsonValue.of("export"), JsonValue.of("worker"))
                        .contains(line.fields().get("type")))
                .toList();
    }

    private Session furnished() {
        var request = chat.requests().create(ANN, JsonValue.Fields.EMPTY, RequestKey.none());
        var session = session(ANN, SessionKind.WORKFLOW);
        chat.sessions()
                .change(
                        ANN,
                        session.id(),
                        List.of(
                                new SessionChange.Label(
                                        "request_id", Optional.of(request.id().toString())),
                                new SessionChange.Increment("asked", 2)),
                        ExpectedVersion.any(),
                        RequestKey.none());
        chat.sessions()
                .changeState(
                        ANN,
                        session.id(),
                        new StateChange.Put("turn", JsonValue.of(7)),
                        ExpectedVersion.any(),
                        RequestKey.none());
        return chat.sessions().find(ANN, session.id());
    }

    private ThreadId say(Session session, String key, int messages) {
        var thread = chat.threads().open(ANN, session.id(), ThreadStart.of(key));
        chat.threads()
                .append(
                        ANN,
                        thread.id(),
                        IntStream.range(0, messages)
                                .mapToObj(i -> NewMessage.user(Integer.toString(i)))
                                .toList(),
                        TokenCount.measured("host", 3, 4),
                        RequestKey.none());
        return thread.id();
    }

    /** A core on a storage that is empty; what the suite had so far may be gone. */
    private SessionCore another() {
        var fresh = opened(open());
        fresh.advance(LATER.multipliedBy(60));
        return opened(SessionCore.builder().storage(fresh.storage()).build());
    }

    private static SessionFilter filter() {
        return SessionFilter.all();
    }

    /** A while after all that was done, so that nothing was used meanwhile. */
    private List<JsonValue.Fields> exported(SessionCore from, Caller user) {
        backend.advance(LATER);
        var lines = new ArrayList<JsonValue.Fields>();
        from.transfers().export(user, lines::add);
        return lines;
    }

    /** All but the first, which tells when it was written. */
    private static List<JsonValue.Fields> untimed(List<JsonValue.Fields> lines) {
        return lines.subList(1, lines.size());
    }
}
