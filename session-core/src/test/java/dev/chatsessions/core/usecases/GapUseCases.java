package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Cursor;
import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestKey;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.GapReason;
import dev.chatsessions.live.Replay.Missed;
import dev.chatsessions.live.Snapshot;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.session.StateChange;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Places in a log that nobody can go on from: why, and how things stand instead. */
abstract class GapUseCases extends UseCases {

    @Test
    void a_place_in_another_log_is_foreign() {
        var session = session(ANN, SessionKind.CHAT);
        var other = chat.live().head(ANN, feed(session(ANN, SessionKind.CHAT)));

        assertMissed(GapReason.FOREIGN, session, new StartAt.After(other));
    }

    @Test
    void a_place_in_somebody_elses_log_tells_nothing_of_it() {
        var session = session(ANN, SessionKind.CHAT);
        var secret = chat.sessions()
                .start(BOB, startOf(SessionKind.CHAT).withTitle("what Bob alone knows"), RequestKey.none());
        var place = chat.live().head(BOB, feed(secret));

        var gap = assertMissed(GapReason.FOREIGN, session, new StartAt.After(place));

        assertFalse(gap.toString().contains("what Bob alone knows"));
        assertFalse(gap.toString().contains(secret.id().toString()));
    }

    @Test
    void a_session_that_ran_out_is_shown_so_though_nobody_was_told_yet() {
        var session = session(ANN, SessionKind.SHARED);
        backend.advance(Duration.ofHours(1));

        var gap = assertMissed(GapReason.MALFORMED, session, new StartAt.Unreadable());
        assertEquals(SessionStatus.EXPIRED, snapshot(gap).session().status());

        var replay = chat.live().replay(ANN, new Feed.OfUser(ANN.id()), new StartAt.Unreadable(), 1);
        var ofUser = (Snapshot.OfUser) ((Missed) replay).gap().snapshot();
        assertEquals(
                List.of(SessionStatus.EXPIRED),
                ofUser.sessions().stream().map(Session::status).toList());
    }

    @Test
    void a_place_beyond_the_end_is_in_the_future() {
        var session = session(ANN, SessionKind.CHAT);
        var head = chat.live().head(ANN, feed(session));

        assertMissed(GapReason.FUTURE, session, new StartAt.After(head.at(head.sequence() + 1)));
    }

    @Test
    void a_place_in_another_life_of_the_log_is_of_another_epoch() {
        var session = sessionWithMessages(2);
        var head = chat.live().head(ANN, feed(session));
        var earlier = new Cursor(head.log(), head.epoch() + 1, head.sequence());

        assertMissed(GapReason.EPOCH, session, new StartAt.After(earlier));
    }

    @Test
    void a_place_that_cannot_be_read_is_malformed() {
        assertMissed(GapReason.MALFORMED, session(ANN, SessionKind.CHAT), new StartAt.Unreadable());
    }

    @Test
    void whoever_missed_something_is_told_how_things_stand() {
        var session = session(ANN, SessionKind.WORKER);
        var thread = threadIn(ANN, session.id()).id();
        chat.sessions()
                .changeState(
                        ANN,
                        session.id(),
                        new StateChange.Put("turn", JsonValue.of("white")),
                        ExpectedVersion.any(),
                        RequestKey.none());
        chat.threads().append(ANN, thread, List.of(NewMessage.user("Hello")), RequestKey.none());
        ask(ANN, thread, "What do you see?");
        var ticket = claimed();
        chat.replies().append(ROBOT, ticket.reply().id(), ticket.fence(), TextOffset.START, "A bo");
        var waiting = ask(ANN, thread, "And now?");

        var snapshot = snapshot(assertMissed(GapReason.MALFORMED, session, new StartAt.Unreadable()));

        assertEquals(chat.sessions().find(ANN, session.id()), snapshot.session());
        assertEquals(chat.sessions().state(ANN, session.id()), snapshot.state());
        assertEquals(List.of("Hello", "What do you see?", "And now?"), texts(snapshot));
        assertEquals(
                List.of(ticket.reply().id(), waiting.id()),
                snapshot.openReplies().stream().map(open -> open.reply().id()).toList());
        assertEquals(
                List.of("A bo", ""),
                snapshot.openReplies().stream().map(Snapshot.OpenReply::text).toList());
    }

    @Test
    void a_snapshot_holds_the_newest_fifty_messages_and_the_place_before_them() {
        var session = sessionWithMessages(60);

        var snapshot = snapshot(assertMissed(GapReason.MALFORMED, session, new StartAt.Unreadable()));

        assertEquals(50, texts(snapshot).size());
        assertEquals("message 60", texts(snapshot).get(49));
        assertTrue(snapshot.transcript().orElseThrow().before().isPresent());
    }

    @Test
    void a_snapshot_of_long_messages_holds_fewer() {
        var session = session(ANN, SessionKind.CHAT);
        var thread = threadIn(ANN, session.id()).id();
        var large = "x".repeat(50 * 1024);
        chat.threads()
                .append(
                        ANN,
                        thread,
                        List.of(NewMessage.assistant(large), NewMessage.assistant(large), NewMessage.assistant(large)),
                        RequestKey.none());

        var snapshot = snapshot(assertMissed(GapReason.MALFORMED, session, new StartAt.Unreadable()));

        assertEquals(List.of(large, large), texts(snapshot));
        assertTrue(snapshot.transcript().orElseThrow().before().isPresent());
    }

    @Test
    void what_tools_answered_counts_as_long_as_it_is() {
        var session = session(ANN, SessionKind.CHAT);
        var thread = threadIn(ANN, session.id()).id();
        var large = new Part.ToolResult("call-1", "report", "x".repeat(50 * 1024));
        var said = new NewMessage(Role.TOOL, List.of(large), MessageSource.HOST, Optional.empty());
        chat.threads().append(ANN, thread, List.of(said, said, said), RequestKey.none());

        var snapshot = snapshot(assertMissed(GapReason.MALFORMED, session, new StartAt.Unreadable()));

        assertEquals(2, texts(snapshot).size());
        assertTrue(snapshot.transcript().orElseThrow().before().isPresent());
    }

    private Gap assertMissed(GapReason reason, Session session, StartAt start) {
        var missed = assertInstanceOf(Missed.class, chat.live().replay(ANN, feed(session), start, 10));
        assertEquals(reason, missed.gap().reason());
        assertEquals(chat.live().head(ANN, feed(session)), missed.gap().head());
        assertEquals(session.id(), snapshot(missed.gap()).session().id());
        return missed.gap();
    }

    private static Snapshot.OfSession snapshot(Gap gap) {
        return assertInstanceOf(Snapshot.OfSession.class, gap.snapshot());
    }

    private static List<String> texts(Snapshot.OfSession snapshot) {
        return snapshot.transcript().orElseThrow().messages().stream()
                .map(Message::text)
                .toList();
    }
}
