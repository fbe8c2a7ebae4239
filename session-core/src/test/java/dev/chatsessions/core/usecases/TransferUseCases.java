package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.JsonValue;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.UserId;
import dev.chatsessions.core.SessionCore;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A user's data leaves as lines and comes in elsewhere. */
abstract class TransferUseCases extends UseCases {

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
