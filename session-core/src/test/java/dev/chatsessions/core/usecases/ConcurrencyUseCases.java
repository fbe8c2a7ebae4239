package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.LiveEvent;
import dev.chatsessions.PageRequest;
import dev.chatsessions.ReplyId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.live.Feed;
import dev.chatsessions.reply.Completion;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.Replies;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.reply.ReplyTicket;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadEvent.MessageAdded;
import dev.chatsessions.usage.UsageTotal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What holds when many do it at the same moment. */
abstract class ConcurrencyUseCases extends UseCases {

    private static final int CALLERS = 32;

    private static final int THREADS = 8;

    private static final int EACH = 6;

    @Test
    void thirty_two_callers_write_to_eight_threads_and_everything_adds_up() {
        var sessions = List.of(
                session(ANN, SessionKind.CHAT).id(),
                session(ANN, SessionKind.CHAT).id());
        var threads = IntStream.range(0, THREADS)
                .mapToObj(i -> threadIn(ANN, sessions.get(i % 2)).id())
                .toList();

        Collision.allServed(CALLERS, caller -> () -> {
            for (var i = 0; i < EACH; i++) {
                append(threads.get((caller + i) % THREADS), "caller " + caller + " says " + i);
            }
            return caller;
        });

        var all = new ArrayList<Message>();
        for (var thread : threads) {
            var messages = chat.threads()
                    .transcript(ANN, thread, PageRequest.first(1_000))
                    .messages();
            assertEquals(
                    LongStream.rangeClosed(1, messages.size()).boxed().toList(),
                    messages.stream().map(Message::position).toList());
            assertEquals(messages.size(), chat.threads().find(ANN, thread).messageCount());
            assertEquals(messages.size(), chat.usage().total(ANN, thread).calls());
            all.addAll(messages);
        }
        assertEquals(CALLERS * EACH, all.size());
        assertEquals(CALLERS * EACH, all.stream().map(Message::text).distinct().count());
        sessions.forEach(this::assertLogIsWhole);
        assertTotalsAreTheLedger();
    }

    private void assertLogIsWhole(SessionId session) {
        var log = log(ANN, new Feed.OfSession(session));
        assertEquals(
                log.get(log.size() - 1).at(), chat.sessions().find(ANN, session).lastActivityAt());
        assertEquals(
                LongStream.rangeClosed(1, log.size()).boxed().toList(),
                log.stream().map(LiveEvent::sequence).toList());
        for (var thread :
                chat.threads().list(ANN, session, PageRequest.first(100)).items()) {
            assertEquals(
                    LongStream.rangeClosed(1, thread.lastPosition()).boxed().toList(),
                    log.stream()
                            .filter(MessageAdded.class::isInstance)
                            .map(event -> ((MessageAdded) event).message())
                            .filter(message -> message.thread().equals(thread.id()))
                            .map(Message::position)
                            .toList());
        }
    }

    private void assertTotalsAreTheLedger() {
        var sum = UsageTotal.ZERO;
        for (var entry :
                chat.usage().entries(ANN, ANN.id(), PageRequest.first(1_000)).items()) {
            sum = sum.plus(entry.tokens());
        }
        assertEquals(CALLERS * EACH, sum.calls());
        assertEquals(sum, chat.usage().total(ANN, ANN.id()));
    }

    @Test
    void racing_copies_of_an_append_store_it_once() {
        var thread = thread(ANN);
        var key = RequestKey.of("the-one-and-only");

        var results = Collision.allServed(
                8,
                copy -> () -> chat.threads()
                        .append(ANN, thread, List.of(NewMessage.user("Hello")), key)
                        .messages());

        assertEquals(1, results.stream().distinct().count());
        assertEquals(1, chat.threads().find(ANN, thread).messageCount());
    }

    @Test
    void racing_copies_of_a_question_ask_it_once() {
        var thread = robotThread(ANN);
        var key = RequestKey.of("the-one-and-only");

        var results = Collision.allServed(
                8,
                copy -> () -> chat.replies()
                        .ask(ANN, thread, Question.of("Hello?"), key)
                        .id());

        assertEquals(1, results.stream().distinct().count());
        assertEquals(1, chat.replies().open(ANN, thread).size());
    }

    @Test
    void racing_copies_of_a_start_begin_one_session() {
        var key = RequestKey.of("the-one-and-only");

        var results = Collision.allServed(
                8,
                copy -> () -> chat.sessions()
                        .start(ANN, SessionStart.of(SessionKind.CHAT), key)
                        .id());

        assertEquals(1, results.stream().distinct().count());
        assertEquals(
                1,
                chat.sessions()
                        .list(ANN, SessionFilter.all(), PageRequest.first(10))
                        .items()
                        .size());
    }

    @Test
    void racing_starts_under_one_key_have_one_winner() {
        var start = SessionStart.of(SessionKind.CHAT).withKey("trip");

        var outcomes = Collision.of(8, copy -> () -> chat.sessions().start(ANN, start, RequestKey.none()));

        assertEquals(
                1,
                outcomes.stream().filter(outcome -> outcome.value().isPresent()).count());
        outcomes.stream()
                .flatMap(outcome -> outcome.refusal().stream())
                .forEach(refusal -> assertEquals("key-taken", refusal.code()));
    }

    @Test
    void racing_claims_hand_each_reply_to_one() {
        var asked = new HashSet<ReplyId>();
        for (var i = 0; i < 12; i++) {
            asked.add(ask(ANN, robotThread(ANN), "What do you see?").id());
        }

        var tickets = new ArrayList<ReplyTicket>();
        Collision.allServed(6, claimer -> () -> chat.replies().claim(ROBOT, 4)).forEach(tickets::addAll);
        for (var more = chat.replies().claim(ROBOT, 12);
                !more.isEmpty();
                more = chat.replies().claim(ROBOT, 12)) {
            tickets.addAll(more);
        }

        assertEquals(12, tickets.size());
        assertEquals(
                asked,
                new HashSet<>(
                        tickets.stream().map(ticket -> ticket.reply().id()).toList()));
    }

    @Test
    void questions_asked_at_the_same_moment_are_answered_one_by_one_in_the_order_in_which_they_stand() {
        var thread = robotThread(ANN);

        Collision.allServed(Replies.MAX_QUEUED, party -> () -> ask(ANN, thread, "question " + party));
        var answered = new ArrayList<Long>();
        for (var i = 0; i < Replies.MAX_QUEUED; i++) {
            var ticket = claimed();
            assertEquals(1, running(thread));
            assertEquals(
                    ticket.reply().id(), chat.replies().open(ANN, thread).get(0).id());
            answered.add(ticket.question().position());
            chat.replies().complete(ROBOT, ticket.reply().id(), ticket.fence(), Completion.whole());
        }

        assertEquals(answered.stream().sorted().toList(), answered);
        assertEquals(List.of(), chat.replies().open(ANN, thread));
    }

    @Test
    void questions_asked_at_the_same_moment_are_never_more_than_may_wait() {
        var thread = robotThread(ANN);

        var outcomes = Collision.of(Replies.MAX_QUEUED + 10, party -> () -> ask(ANN, thread, "question " + party));

        assertEquals(
                Replies.MAX_QUEUED,
                outcomes.stream().filter(outcome -> outcome.value().isPresent()).count());
        outcomes.stream()
                .flatMap(outcome -> outcome.refusal().stream())
                .forEach(refusal -> assertEquals("thread-busy", refusal.code()));
    }

    @Test
    void the_assistant_answers_many_threads_at_once_and_each_in_order() {
        var threads = IntStream.range(0, THREADS).mapToObj(i -> thread(ANN)).toList();

        var asked = Collision.allServed(
                CALLERS, caller -> () -> ask(ANN, threads.get(caller % THREADS), "question " + caller));
        asked.forEach(reply -> finished(ANN, reply.id()));

        for (var thread : threads) {
            var messages = chat.threads()
                    .transcript(ANN, thread, PageRequest.first(100))
                    .messages();
            assertEquals(2 * CALLERS / THREADS, messages.size());
            assertEquals(
                    LongStream.rangeClosed(1, messages.size()).boxed().toList(),
                    messages.stream().map(Message::position).toList());
        }
        assertEquals(CALLERS, chat.usage().total(ANN, ANN.id()).calls());
    }

    @Test
    void of_racing_writers_at_one_place_in_an_answer_one_is_stored() {
        var ticket = heldByRobot();

        var outcomes = Collision.of(
                8,
                party -> () -> chat.replies()
                        .append(ROBOT, ticket.reply().id(), ticket.fence(), TextOffset.START, "version " + party));
        var end = chat.replies().complete(ROBOT, ticket.reply().id(), ticket.fence(), Completion.whole());

        assertEquals(
                1,
                outcomes.stream().filter(outcome -> outcome.value().isPresent()).count());
        outcomes.stream()
                .flatMap(outcome -> outcome.refusal().stream())
                .forEach(refusal -> assertEquals("chunk-conflict", refusal.code()));
        assertTrue(answer(ANN, end).matches("version [0-7]"));
    }

    @Test
    void of_racing_ends_of_an_answer_one_is_counted() {
        var ticket = heldByRobot();

        Collision.allServed(
                8,
                party -> () -> chat.replies()
                        .complete(
                                ROBOT,
                                ticket.reply().id(),
                                ticket.fence(),
                                Completion.of(TokenCount.measured("eyes", 3, 2))));

        assertEquals(1, chat.usage().total(ANN, ANN.id()).calls());
    }

    private long running(ThreadId thread) {
        return chat.replies().open(ANN, thread).stream()
                .map(Reply::status)
                .filter(ReplyStatus.RUNNING::equals)
                .count();
    }

    private void append(ThreadId thread, String text) {
        chat.threads()
                .append(
                        ANN,
                        thread,
                        List.of(NewMessage.user(text)),
                        TokenCount.measured("host", 2, 3),
                        RequestKey.none());
    }
}
