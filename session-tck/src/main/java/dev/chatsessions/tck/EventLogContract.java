package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatsessions.JsonValue;
import dev.chatsessions.LogScope;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.EventLog;
import dev.chatsessions.spi.EventLog.Delta;
import dev.chatsessions.spi.EventLog.LogHead;
import dev.chatsessions.spi.LoggedEvent;
import dev.chatsessions.spi.SessionAccess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link EventLog} promises. Used by one test at a time. */
public abstract class EventLogContract extends Contract {

    private static final WorkerId WORKER = new WorkerId("w-1");

    /** With the fixture of one test. */
    protected EventLogContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void events_are_numbered_from_one_without_holes() {
        var session = started(sessions.active(ANNA, "a"));
        var log = TestEvents.logOf(session.id());

        var first = write(stores -> {
            stores.sessions().lock(ANY, session.id());
            return List.of(
                    stores.events().append(log, TestEvents.notice("one")),
                    stores.events().append(log, TestEvents.notice("two")));
        });
        var second = write(stores -> {
            stores.sessions().tryLock(ANY, session.id());
            return stores.events().append(log, TestEvents.notice("three"));
        });

        assertEquals(List.of(1L, 2L), first);
        assertEquals(3, second);
        assertEquals(Optional.of(new LogHead(log, TestEvents.EPOCH, 3)), head(log));
        assertEquals(List.of(1L, 2L, 3L), sequences(log));
    }

    @Test
    void a_failed_transaction_leaves_no_hole() {
        var session = started(sessions.active(ANNA, "a"));
        var log = TestEvents.logOf(session.id());
        logged(session.id(), TestEvents.notice("one"));

        assertThrows(
                IllegalCallerException.class,
                () -> keepIn(session.id(), stores -> {
                    stores.events().append(log, TestEvents.notice("never"));
                    throw new IllegalCallerException("the work gives up");
                }));
        logged(session.id(), TestEvents.notice("two"));

        assertEquals(List.of(1L, 2L), sequences(log));
        assertEquals(
                List.of(TestEvents.notice("one"), TestEvents.notice("two")),
                events(log).stream().map(LoggedEvent::body).toList());
    }

    @Test
    void a_new_session_has_a_log_at_sequence_zero_locked_by_whoever_made_it() {
        var session = sessions.active(ANNA, "a");
        var log = TestEvents.logOf(session.id());

        var sequence = write(stores -> {
            stores.sessions().insert(session, TestEvents.EPOCH);
            assertEquals(
                    Optional.of(new LogHead(log, TestEvents.EPOCH, 0)),
                    stores.events().head(ANY, log));
            return stores.events().append(log, TestEvents.notice("one"));
        });

        assertEquals(1, sequence);
        assertEquals(List.of(1L), sequences(log));
    }

    @Test
    void an_event_is_read_as_it_was_appended() {
        var thread = openedFor(ANNA);
        var reply = asked(replies.queued(thread)).reply();
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        fields.put("z", JsonValue.of("first"));
        fields.put("a", new JsonValue.Array(List.of(JsonValue.of(1), new JsonValue.Null(), JsonValue.of(true))));
        var full = new EventBody(
                "k".repeat(64),
                Optional.of(thread.id()),
                Optional.of(reply.answer()),
                Optional.of(reply.id()),
                Optional.of(new Delta(new TextOffset(2_000_000_000), " text\n")),
                new JsonValue.Fields(fields));
        var bodies = List.of(
                full,
                TestEvents.notice("hello"),
                TestEvents.opened(thread),
                TestEvents.queued(reply),
                TestEvents.delta(reply, 0, "word"),
                TestEvents.finished(reply));

        logged(thread.session(), bodies.toArray(EventBody[]::new));

        var log = TestEvents.logOf(thread.session());
        assertEquals(bodies, events(log).stream().map(LoggedEvent::body).toList());
        assertEquals(
                List.of(log),
                events(log).stream().map(LoggedEvent::scope).distinct().toList());
    }

    @Test
    void an_event_is_dated_with_the_time_of_its_transaction() {
        var session = started(sessions.active(ANNA, "a"));
        var log = TestEvents.logOf(session.id());
        var first = write(stores -> {
            stores.sessions().lock(ANY, session.id());
            stores.events().append(log, TestEvents.notice("one"));
            return stores.now();
        });
        advance(Duration.ofNanos(61_000_007_000L));
        var second = write(stores -> {
            stores.sessions().lock(ANY, session.id());
            var now = stores.now();
            stores.events().append(log, TestEvents.notice("two"));
            return now;
        });

        assertEquals(
                List.of(first, second),
                events(log).stream().map(LoggedEvent::at).toList());
    }

    @Test
    void a_reader_gets_what_comes_after_his_place_up_to_his_limit() {
        var session = started(sessions.active(ANNA, "a"));
        var log = TestEvents.logOf(session.id());
        for (var number = 1; number <= 12; number++) {
            logged(session.id(), TestEvents.notice("number " + number));
        }
        var all = events(log);
        assertEquals(12, all.size());

        assertEquals(all.subList(4, 7), events(log, 4, 3));
        assertEquals(all.subList(9, 12), events(log, 9, ALL));
        assertEquals(List.of(), events(log, 12, ALL));
        assertEquals(List.of(), events(log, Long.MAX_VALUE, ALL));
    }

    @Test
    void appending_to_a_log_that_is_not_locked_fails() {
        var session = started(sessions.active(ANNA, "a"));
        var other = started(sessions.active(ANNA, "b"));
        logged(session.id(), TestEvents.notice("one"));
        for (var log : List.of(TestEvents.logOf(session.id()), TestEvents.logOf(ANNA), TestEvents.logOf(WORKER))) {
            assertThrows(
                    IllegalStateException.class,
                    () -> keepIn(other.id(), stores -> stores.events().append(log, TestEvents.notice("never"))),
                    () -> "appended to " + log);
        }
        assertEquals(1, sequences(TestEvents.logOf(session.id())).size());
    }

    @Test
    void the_log_of_a_user_or_worker_begins_with_its_first_lock() {
        for (var log : List.of(TestEvents.logOf(ANNA), TestEvents.logOf(WORKER))) {
            assertEquals(Optional.empty(), head(log));
            assertEquals(List.of(), events(log));

            var first = write(stores -> {
                var head = stores.events().lock(log, 17);
                stores.events().append(log, TestEvents.notice("one"));
                assertEquals(new LogHead(log, 17, 1), stores.events().lock(log, 18));
                return head;
            });
            var second = write(stores -> {
                var head = stores.events().lock(log, 19);
                stores.events().append(log, TestEvents.notice("two"));
                return head;
            });

            assertEquals(new LogHead(log, 17, 0), first);
            assertEquals(new LogHead(log, 17, 1), second);
            assertEquals(Optional.of(new LogHead(log, 17, 2)), head(log));
            assertEquals(List.of(1L, 2L), sequences(log));
        }
    }

    @Test
    void logs_of_the_same_name_are_not_the_same() {
        var user = TestEvents.logOf(new UserId("one"));
        var worker = TestEvents.logOf(new WorkerId("one"));

        keep(stores -> {
            stores.events().lock(user, 5);
            stores.events().append(user, TestEvents.notice("to the user"));
        });

        assertEquals(Optional.empty(), head(worker));
        assertEquals(List.of(), events(worker));
        assertEquals(1, events(user).size());
        assertEquals(
                1,
                read(stores -> stores.events().read(new SessionAccess.Owner(new UserId("one")), user, 0, ALL))
                        .size());
    }

    @Test
    void an_event_brings_its_message_as_it_is_now() {
        var thread = openedFor(ANNA);
        var log = TestEvents.logOf(thread.session());
        var message = said(messages.saying("first", thread, 1));
        var open = said(messages.open(thread, 2));
        logged(thread.session(), TestEvents.added(message), TestEvents.added(open), TestEvents.opened(thread));
        assertEquals(
                List.of(Optional.of(message), Optional.of(open), Optional.empty()),
                events(log).stream().map(LoggedEvent::message).toList());

        var changed = TestMessages.rewritten(message, "second");
        keepIn(thread.session(), stores -> {
            stores.messages().change(changed);
            stores.events().append(log, TestEvents.added(changed));

            assertEquals(
                    Optional.of(changed),
                    stores.events().read(ANY, log, 0, 1).get(0).message());
        });

        assertEquals(Optional.of(changed), events(log).get(0).message());
        assertEquals(Optional.of(changed), events(log).get(3).message());
    }

    @Test
    void an_event_whose_message_is_gone_comes_without() {
        var thread = openedFor(ANNA);
        var log = TestEvents.logOf(thread.session());
        var message = said(messages.saying("first", thread, 1));
        logged(thread.session(), TestEvents.added(message));
        assertEquals(Optional.of(message), events(log).get(0).message());

        keepIn(thread.session(), stores -> stores.messages().clear(thread.session(), thread.id()));

        assertEquals(
                List.of(TestEvents.added(message)),
                events(log).stream().map(LoggedEvent::body).toList());
        assertEquals(Optional.empty(), events(log).get(0).message());
    }

    @Test
    void the_deltas_of_a_reply_are_its_text_in_order() {
        var streamed = streamedInTurns();
        var reply = streamed.one();

        var hello = new Delta(TextOffset.START, "Hello");
        var comma = new Delta(new TextOffset(5), ", ");
        var world = new Delta(new TextOffset(7), "world");
        assertEquals(List.of(hello, comma, world), deltas(reply, 0));
        assertEquals(List.of(hello, comma, world), deltas(reply, 1));
        assertEquals(List.of(comma, world), deltas(reply, 2));
        assertEquals(List.of(world), deltas(reply, 4));
        assertEquals(List.of(), deltas(reply, 5));
        assertEquals(List.of(new Delta(TextOffset.START, "Bye")), deltas(streamed.other(), 0));
    }

    @Test
    void a_trimmed_reply_leaves_holes_and_everything_else() {
        var streamed = streamedInTurns();
        var reply = streamed.one();
        var log = TestEvents.logOf(reply.session());

        var trimmed = trim(reply);

        assertEquals(3, trimmed);
        assertEquals(List.of(), deltas(reply, 0));
        assertEquals(List.of(new Delta(TextOffset.START, "Bye")), deltas(streamed.other(), 0));
        assertEquals(List.of(1L, 3L, 6L), sequences(log));
        assertEquals(Optional.of(new LogHead(log, TestEvents.EPOCH, 6)), head(log));
        assertEquals(0, trim(reply));
        logged(reply.session(), TestEvents.notice("next"));
        assertEquals(List.of(1L, 3L, 6L, 7L), sequences(log));
    }

    @Test
    void a_reply_is_trimmed_a_few_deltas_at_a_time_and_what_is_left_is_its_beginning() {
        var streamed = streamedInTurns();
        var reply = streamed.one();

        assertEquals(2, trim(reply, 2));
        assertEquals(List.of(new Delta(TextOffset.START, "Hello")), deltas(reply, 0));
        assertEquals(1, trim(reply, 2));
        assertEquals(List.of(), deltas(reply, 0));
        assertEquals(0, trim(reply, 2));
        assertEquals(List.of(new Delta(TextOffset.START, "Bye")), deltas(streamed.other(), 0));
    }

    @Test
    void a_cleared_thread_leaves_no_word_of_its_messages_and_replies() {
        var session = started(sessions.active(ANNA, "a"));
        var one = opened(threads.in(session, "one"));
        var two = opened(threads.in(session, "two"));
        var reply = asked(replies.queued(one)).reply();
        var message = said(messages.saying("third", one, 3));
        var kept = said(messages.saying("first", two, 1));
        logged(session.id(), TestEvents.opened(one), TestEvents.added(message), TestEvents.queued(reply));
        logged(session.id(), TestEvents.added(kept), TestEvents.delta(reply, 0, "Hello"));
        logged(session.id(), TestEvents.finished(reply), TestEvents.notice("kept"));
        var log = TestEvents.logOf(session.id());
        assertEquals(7, sequences(log).size());

        keepIn(session.id(), stores -> stores.events().clear(session.id(), one.id()));

        assertEquals(
                List.of(TestEvents.opened(one), TestEvents.added(kept), TestEvents.notice("kept")),
                events(log).stream().map(LoggedEvent::body).toList());
        assertEquals(List.of(1L, 4L, 7L), sequences(log));
        assertEquals(List.of(), deltas(reply, 0));
        assertEquals(Optional.of(new LogHead(log, TestEvents.EPOCH, 7)), head(log));
    }

    @Test
    void what_was_trimmed_and_cleared_is_gone_in_the_same_transaction() {
        var session = started(sessions.active(ANNA, "a"));
        var one = opened(threads.in(session, "one"));
        var two = opened(threads.in(session, "two"));
        var trimmed = asked(replies.queued(one)).reply();
        var cleared = asked(replies.queued(two)).reply();
        logged(session.id(), TestEvents.delta(trimmed, 0, "Hello"), TestEvents.delta(cleared, 0, "Bye"));
        var log = TestEvents.logOf(session.id());
        assertEquals(2, sequences(log).size());

        keepIn(session.id(), stores -> {
            stores.events().append(log, TestEvents.delta(trimmed, 5, " again"));
            assertEquals(2, stores.events().trim(session.id(), trimmed.id(), 0, ALL));
            assertEquals(List.of(), stores.events().deltas(ANY, session.id(), trimmed.id(), 0));

            stores.events().append(log, TestEvents.delta(cleared, 3, " again"));
            stores.events().clear(session.id(), two.id());
            assertEquals(List.of(), stores.events().read(ANY, log, 0, ALL));
            assertEquals(Optional.of(4L), stores.events().head(ANY, log).map(LogHead::sequence));
        });
    }

    /** Two replies of one session whose deltas take turns, each event with the next sequence; the one is finished. */
    private TwoReplies streamedInTurns() {
        var session = started(sessions.active(ANNA, "a"));
        var one = asked(replies.queued(opened(threads.in(session, "one")))).reply();
        var other = asked(replies.queued(opened(threads.in(session, "two")))).reply();
        logged(session.id(), TestEvents.queued(one), TestEvents.delta(one, 0, "Hello"));
        logged(session.id(), TestEvents.delta(other, 0, "Bye"), TestEvents.delta(one, 5, ", "));
        logged(session.id(), TestEvents.delta(one, 7, "world"), TestEvents.finished(one));
        return new TwoReplies(one, other);
    }

    private int trim(Reply reply) {
        return trim(reply, ALL);
    }

    private int trim(Reply reply, int limit) {
        return write(stores -> {
            stores.sessions().lock(ANY, reply.session());
            return stores.events().trim(reply.session(), reply.id(), 1, limit);
        });
    }

    private Optional<LogHead> head(LogScope log) {
        return read(stores -> stores.events().head(ANY, log));
    }

    private List<LoggedEvent> events(LogScope log) {
        return events(log, 0, ALL);
    }

    private List<LoggedEvent> events(LogScope log, long after, int limit) {
        return read(stores -> stores.events().read(ANY, log, after, limit));
    }

    private List<Long> sequences(LogScope log) {
        return events(log).stream().map(LoggedEvent::sequence).toList();
    }

    private List<Delta> deltas(Reply reply, long after) {
        return read(stores -> stores.events().deltas(ANY, reply.session(), reply.id(), after));
    }

    private record TwoReplies(Reply one, Reply other) {}
}
