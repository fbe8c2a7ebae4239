package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.TokenCount;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.GapReason;
import dev.chatsessions.live.Replay.Missed;
import dev.chatsessions.live.Snapshot;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.reply.Completion;
import dev.chatsessions.reply.ReplyEvent.ReplyDelta;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.ThreadEvent.ThreadCleared;
import dev.chatsessions.thread.ThreadStart;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Threads that are cleared or deleted, also while somebody answers in them. */
abstract class ClearingUseCases extends UseCases {

    private static final String CANARY = "a word that nobody else says";

    @Test
    void a_cleared_thread_is_empty_and_stays_with_what_was_spent_in_it() {
        var thread = thread(ANN);
        answered(ANN, thread, "Hello");
        var before = chat.threads().find(ANN, thread);

        var cleared = chat.threads().clear(ANN, thread);

        assertEquals(0, cleared.messageCount());
        assertEquals(before.usage(), cleared.usage());
        assertEquals(before.lastPosition(), cleared.lastPosition());
        assertEquals(before.createdAt(), cleared.createdAt());
        assertEquals(cleared, chat.threads().find(ANN, thread));
        assertEquals(
                List.of(),
                chat.threads().transcript(ANN, thread, PageRequest.first(10)).messages());
    }

    @Test
    void a_producer_whose_thread_was_cleared_has_lost_its_lease() {
        var ticket = heldByRobot();
        var reply = ticket.reply();
        chat.replies().append(ROBOT, reply.id(), ticket.fence(), TextOffset.START, "I see");

        chat.threads().clear(ANN, reply.thread());

        var late = new TextOffset("I see".length());
        conflict("lease-lost", () -> chat.replies().append(ROBOT, reply.id(), ticket.fence(), late, " a boat"));
        conflict("lease-lost", () -> chat.replies().heartbeat(ROBOT, reply.id(), ticket.fence()));
        conflict("lease-lost", () -> chat.replies().complete(ROBOT, reply.id(), ticket.fence(), Completion.whole()));
        assertEquals(0, chat.threads().find(ANN, reply.thread()).messageCount());
    }

    @Test
    void what_an_open_answer_took_is_counted_when_its_thread_is_cleared() {
        var ticket = heldByRobot();

        var cleared = chat.threads().clear(ANN, ticket.reply().thread());

        assertEquals(1, cleared.usage().calls());
        assertTrue(cleared.usage().input() > 0, "the question's tokens");
    }

    @Test
    void an_assistant_whose_thread_is_cleared_leaves_nothing_behind() {
        var thread = thread(ANN);
        var listener = follow(ANN, new Feed.OfThread(thread), new StartAt.Head());
        var held = assistant.hold();
        var reply = ask(ANN, thread, "Tell me");
        held.say("There was " + CANARY);
        listener.awaitEvent(ReplyDelta.class);

        chat.threads().clear(ANN, thread);
        held.consume(TokenCount.measured("scripted", 9, 9)).say(CANARY).finish();

        held.awaitEnd();
        assertFalse(log(ANN, new Feed.OfThread(thread)).toString().contains(CANARY));
        assertFalse(chat.replies().find(ANN, reply.id()).status().isOpen());
        assertEquals(0, chat.threads().find(ANN, thread).messageCount());
    }

    @Test
    void a_cleared_thread_is_told_to_those_who_follow_it() {
        var thread = thread(ANN);
        answered(ANN, thread, "Hello");
        var listener = follow(ANN, new Feed.OfThread(thread), new StartAt.Head());

        var cleared = chat.threads().clear(ANN, thread);

        var event = listener.awaitEvent(ThreadCleared.class);
        assertEquals(thread, event.thread());
        assertEquals(cleared.clearedThrough(), event.sequence());
    }

    @Test
    void whoever_resumes_below_a_clearing_is_told_so_and_how_things_stand() {
        var thread = thread(ANN);
        var feed = new Feed.OfThread(thread);
        answered(ANN, thread, "Hello " + CANARY);
        var cursor = chat.live().head(ANN, feed);
        chat.threads().clear(ANN, thread);
        answered(ANN, thread, "Hello again");

        var missed = assertInstanceOf(
                Missed.class, chat.live().replay(ANN, feed, new StartAt.After(cursor.at(cursor.sequence() - 1)), 10));

        assertEquals(GapReason.CLEARED, missed.gap().reason());
        assertEquals(chat.live().head(ANN, feed), missed.gap().head());
        var snapshot = assertInstanceOf(Snapshot.OfSession.class, missed.gap().snapshot());
        assertEquals(
                List.of("Hello again", ScriptedAssistant.answerTo("Hello again")),
                snapshot.transcript().orElseThrow().messages().stream()
                        .map(message -> message.text())
                        .toList());
        assertFalse(missed.toString().contains(CANARY));
    }

    @Test
    void whoever_resumes_after_a_clearing_misses_nothing() {
        var thread = thread(ANN);
        var feed = new Feed.OfThread(thread);
        answered(ANN, thread, "Hello");
        chat.threads().clear(ANN, thread);
        var cursor = chat.live().head(ANN, feed);

        answered(ANN, thread, "Hello again");

        assertEquals(
                "message_added",
                logAfter(ANN, feed, new StartAt.After(cursor)).get(0).kind());
    }

    @Test
    void a_clearing_leaves_the_other_threads_of_the_session_as_they_were() {
        var session = session(ANN, SessionKind.CHAT).id();
        var cleared = threadIn(ANN, session).id();
        var other = threadIn(ANN, session).id();
        answered(ANN, cleared, "Hello");
        var feed = new Feed.OfThread(other);
        var start = new StartAt.After(chat.live().head(ANN, feed));
        answered(ANN, other, "Stay");
        var before = logAfter(ANN, feed, start);

        chat.threads().clear(ANN, cleared);

        assertEquals(before, logAfter(ANN, feed, start));
        assertEquals(2, chat.threads().find(ANN, other).messageCount());
    }

    @Test
    void positions_go_on_after_a_clearing() {
        var thread = thread(ANN);
        answered(ANN, thread, "Hello");
        chat.threads().clear(ANN, thread);

        var reply = answered(ANN, thread, "Hello again");

        assertEquals(ScriptedAssistant.answerTo("Hello again"), answer(ANN, reply));
        assertEquals(4, chat.threads().message(ANN, thread, reply.answer()).position());
    }

    @Test
    void clearing_an_empty_thread_tells_it_once_more() {
        var thread = thread(ANN);
        var first = chat.threads().clear(ANN, thread);

        var second = chat.threads().clear(ANN, thread);

        assertTrue(second.clearedThrough() > first.clearedThrough());
    }

    @Test
    void a_deleted_thread_is_gone_to_its_owner_and_unknown_to_others() {
        var thread = thread(ANN);
        answered(ANN, thread, "Hello");

        chat.threads().delete(ANN, thread);

        refused(Gone.class, "gone", () -> chat.threads().find(ANN, thread));
        refused(Gone.class, "gone", () -> chat.threads().transcript(ANN, thread, PageRequest.first(1)));
        refused(Gone.class, "gone", () -> chat.threads().delete(ANN, thread));
        refused(Gone.class, "gone", () -> ask(ANN, thread, "Are you there?"));
        refused(NotFound.class, "not-found", () -> chat.threads().find(BOB, thread));
    }

    @Test
    void a_deleted_thread_frees_its_key_and_keeps_what_was_spent() {
        var session = session(ANN, SessionKind.CHAT).id();
        var thread = chat.threads().open(ANN, session, ThreadStart.of("plans")).id();
        answered(ANN, thread, "Hello");
        var spent = chat.usage().total(ANN, session);

        chat.threads().delete(ANN, thread);
        assertEquals(Optional.<ChatThread>empty(), chat.threads().findByKey(ANN, session, "plans"));
        chat.threads().start(ANN, session, ThreadStart.of("plans"), RequestKey.none());

        assertEquals(spent, chat.usage().total(ANN, session));
    }

    @Test
    void a_deleted_thread_stops_its_open_replies() {
        var ticket = heldByRobot();

        chat.threads().delete(ANN, ticket.reply().thread());

        refused(
                NotFound.class,
                "not-found",
                () -> chat.replies().append(ROBOT, ticket.reply().id(), ticket.fence(), TextOffset.START, "late"));
        assertEquals(List.of(), chat.replies().claim(ROBOT, 10));
    }
}
