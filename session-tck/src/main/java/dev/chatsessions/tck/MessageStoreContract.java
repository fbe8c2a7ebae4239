package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ThreadId;
import dev.chatsessions.spi.MessageStore;
import dev.chatsessions.spi.MessageStore.History;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import dev.chatsessions.thread.ThreadPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What {@link MessageStore} promises. Used by one test at a time. */
public abstract class MessageStoreContract extends Contract {

    private static final long NEWEST = Long.MAX_VALUE;

    private static final Duration LATER = Duration.ofNanos(5_012_345_000L);

    /** With the fixture of one test. */
    protected MessageStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void positions_that_are_taken_are_told_from_those_that_are_free() {
        var thread = openedFor(ANNA);
        said(messages.saying("first", thread, 3));
        said(messages.open(thread, 7_000_000_000L));
        said(messages.saying("elsewhere", openedFor(BERT), 5));

        keepIn(thread.session(), stores -> {
            assertEquals(
                    Set.of(3L, 7_000_000_000L),
                    stores.messages().taken(thread.session(), thread.id(), List.of(1L, 3L, 5L, 7_000_000_000L)));
            assertEquals(Set.of(), stores.messages().taken(thread.session(), thread.id(), List.of(4L)));
            assertEquals(Set.of(), stores.messages().taken(thread.session(), thread.id(), List.of()));
        });
    }

    @Test
    void the_newest_of_many_threads_are_those_in_their_last_places_and_no_more_than_so_many_bytes() {
        var talk = grown(openedFor(ANNA), 5);
        var other = grown(openedFor(BERT), 2);
        var first = said(messages.saying("1", talk, 1));
        var third = said(messages.saying("333", talk, 3));
        said(messages.open(talk, 4));
        var fifth = said(messages.saying("ä5", talk, 5));
        var others = said(messages.saying("other", other, 2));

        var both = List.of(talk.id(), other.id(), ids.thread());
        assertEquals(Set.of(third, fifth, others), newest(both, 3, 100));
        assertEquals(Set.of(first, third, fifth, others), newest(both, 5, 100));
        assertEquals(Set.of(others, fifth), newest(both, 5, 8));
        assertEquals(Set.of(others), newest(both, 5, 7));
        assertEquals(Set.of(), newest(List.of(), 5, 100));
    }

    private Set<Message> newest(List<ThreadId> threads, int places, long bytes) {
        return Set.copyOf(read(stores -> stores.messages().newest(ANY, threads, places, bytes)));
    }

    private ChatThread grown(ChatThread thread, int messages) {
        var grown = thread.grownBy(messages, messages, TestTimes.at(4));
        keepIn(thread.session(), stores -> stores.threads().record(grown));
        return grown;
    }

    @Test
    void messages_are_read_together_if_they_are_in_their_thread() {
        var thread = openedFor(ANNA);
        var first = said(messages.saying("first", thread, 1));
        var open = said(messages.open(thread, 2));
        said(messages.saying("not asked for", thread, 3));
        var elsewhere = said(messages.saying("elsewhere", openedFor(BERT), 1));
        var asked = List.of(open.id(), first.id(), elsewhere.id(), ids.message());

        keepIn(thread.session(), stores -> {
            assertEquals(Set.of(first, open), Set.copyOf(stores.messages().all(thread.session(), thread.id(), asked)));
            assertEquals(List.of(), stores.messages().all(thread.session(), thread.id(), List.of()));
        });
    }

    @Test
    void a_message_that_was_removed_is_gone_and_leaves_its_position() {
        var thread = openedFor(ANNA);
        var first = said(messages.saying("first", thread, 1));
        var second = said(messages.saying("second", thread, 2));

        keepIn(thread.session(), stores -> {
            stores.messages().remove(thread.session(), first.id());
            stores.messages().remove(thread.session(), ids.message());
        });

        assertEquals(Optional.empty(), read(stores -> stores.messages().find(ANY, thread.id(), first.id())));
        assertEquals(second, stored(second));
        var again = said(messages.saying("again", thread, 1));
        assertEquals(
                List.of(again, second),
                read(stores -> stores.messages().history(ANY, thread.id(), Long.MAX_VALUE, ALL))
                        .orElseThrow()
                        .messages());
    }

    @Test
    void a_message_is_found_as_it_was_kept() {
        var thread = openedFor(ANNA);
        var position = 0;
        for (var role : Role.values()) {
            for (var source : MessageSource.values()) {
                for (var status : MessageStatus.values()) {
                    var message = said(of(thread, ++position, role, source, status));

                    assertEquals(message, stored(message));
                }
            }
        }
        var heard = said(messages.spokenBy("SPEAKER_01", thread, ++position));
        assertEquals(heard, stored(heard));
    }

    @Test
    void parts_are_kept_as_they_are_and_in_their_order() {
        var thread = openedFor(ANNA);
        List<Part> parts = List.of(
                new Part.ToolCall("call-1", "weather", "{\"city\": \"Porto\"}"),
                new Part.ToolResult("call-1", "weather", "not JSON {"),
                new Part.Text("  It is\n\tsunny.  "),
                new Part.Notice(""),
                new Part.Text(""),
                new Part.Text("{\"type\":\"notice\"}"));

        var message = said(saying(parts, thread, 1));

        assertEquals(parts, stored(message).parts());
    }

    @Test
    void the_answer_names_the_reply_that_writes_it() {
        var thread = openedFor(ANNA);
        var reply = asked(replies.queued(thread)).reply();

        var answer = read(stores -> stores.messages().find(ANY, thread.id(), reply.answer()));
        var question = read(stores -> stores.messages().find(ANY, thread.id(), reply.question()));

        assertEquals(Optional.of(reply.id()), answer.flatMap(Message::reply));
        assertEquals(Optional.of(messages.question(reply, 1)), question);
    }

    @Test
    void a_message_is_found_in_its_own_thread_only() {
        var session = started(sessions.active(ANNA, "a"));
        var one = opened(threads.in(session, "one"));
        var two = opened(threads.in(session, "two"));
        var message = said(messages.saying("hello", one, 1));

        keep(stores -> {
            var store = stores.messages();

            assertEquals(Optional.of(message), store.find(ANY, one.id(), message.id()));
            assertEquals(Optional.empty(), store.find(ANY, two.id(), message.id()));
            assertEquals(Optional.empty(), store.find(ANY, one.id(), ids.message()));
        });
    }

    @Test
    void an_id_that_is_there_is_not_kept_again() {
        var thread = openedFor(ANNA);
        var first = said(messages.saying("first", thread, 1));
        var copy = new Message(
                first.id(),
                first.session(),
                first.thread(),
                2,
                Role.SYSTEM,
                List.of(new Part.Text("second")),
                first.source(),
                first.speaker(),
                first.status(),
                first.reply(),
                TestTimes.at(9),
                1);

        keepIn(thread.session(), stores -> {
            stores.messages().append(copy);
            stores.messages().append(first);
        });

        assertEquals(first, stored(first));
        assertEquals(List.of(first), history(thread, NEWEST, ALL));
    }

    @Test
    void a_message_appended_twice_in_one_transaction_is_there_once() {
        var thread = openedFor(ANNA);
        var message = messages.saying("hello", thread, 1);

        keepIn(thread.session(), stores -> {
            stores.messages().append(message);
            stores.messages().append(message);

            assertEquals(Optional.of(message), stores.messages().find(ANY, thread.id(), message.id()));
        });

        assertEquals(List.of(message), history(thread, NEWEST, ALL));
    }

    @Test
    void history_is_the_newest_below_a_position_oldest_first() {
        var thread = openedFor(ANNA);
        var inOrder = scattered(thread);

        assertEquals(inOrder, history(thread, NEWEST, ALL));
        assertEquals(inOrder.subList(2, 6), history(thread, NEWEST, 4));
        assertEquals(inOrder.subList(3, 5), history(thread, 11, 2));
        assertEquals(inOrder.subList(0, 3), history(thread, 6, ALL));
        assertEquals(List.of(), history(thread, 1, ALL));
    }

    @Test
    void later_are_the_oldest_above_a_position_oldest_first_and_closed() {
        var thread = openedFor(ANNA);
        var inOrder = scattered(thread);
        said(messages.open(thread, 3));

        assertEquals(inOrder, later(thread, 0, ALL));
        assertEquals(inOrder.subList(0, 2), later(thread, 0, 2));
        assertEquals(inOrder.subList(2, 5), later(thread, 2, 3));
        assertEquals(inOrder.subList(3, 6), later(thread, 5, ALL));
        assertEquals(List.of(), later(thread, 11, ALL));
        assertEquals(List.of(), later(thread, NEWEST, ALL));
    }

    /** Messages in order, with holes between them, and others at their positions elsewhere. */
    private List<Message> scattered(ChatThread thread) {
        var other = openedFor(BERT);
        List<Message> scattered = new ArrayList<>();
        for (var position : List.of(4, 1, 11, 2, 9, 10)) {
            scattered.add(said(messages.saying("at " + position, thread, position)));
            said(messages.saying("elsewhere", other, position));
        }
        scattered.sort(Comparator.comparingLong(Message::position));
        return scattered;
    }

    private List<Message> later(ChatThread thread, long afterPosition, int limit) {
        return read(stores -> stores.messages().later(ANY, thread.id(), afterPosition, limit));
    }

    @Test
    void history_says_whether_there_are_older_messages() {
        var thread = openedFor(ANNA);
        said(messages.open(thread, 1));
        for (var position = 2; position <= 4; position++) {
            said(messages.saying("at " + position, thread, position));
        }

        assertFalse(older(thread, NEWEST, ALL));
        assertFalse(older(thread, NEWEST, 3));
        assertTrue(older(thread, NEWEST, 2));
        assertTrue(older(thread, 4, 1));
        assertFalse(older(thread, 3, 1));
        assertFalse(older(thread, 2, 1));
    }

    @Test
    void history_leaves_open_messages_out_and_counts_without_them() {
        var thread = openedFor(ANNA);
        var first = said(messages.saying("first", thread, 1));
        var second = said(messages.saying("second", thread, 2));
        var open = said(messages.open(thread, 3));
        said(messages.open(thread, 4));
        said(messages.open(thread, 5));
        assertEquals(List.of(first, second), history(thread, NEWEST, 2));

        var whole = TestMessages.rewritten(open, "third");
        keepIn(thread.session(), stores -> stores.messages().change(whole));

        assertEquals(List.of(second, whole), history(thread, NEWEST, 2));
    }

    @Test
    void history_comes_with_the_thread_as_it_is() {
        var thread = openedFor(ANNA);
        var grown = thread.grownBy(3, 2, TestTimes.at(6));
        keepIn(thread.session(), stores -> stores.threads().record(grown));

        assertEquals(Optional.of(new History(grown, List.of(), false)), historyOf(thread.id()));
        assertEquals(Optional.empty(), historyOf(ids.thread()));
    }

    @Test
    void the_history_at_a_path_is_that_of_the_thread_there() {
        var session = started(sessions.active(ANNA, "trip"));
        var thread = opened(threads.in(session, "plans"));
        var other = opened(threads.in(session, "other"));
        var path = new ThreadPath(session.kind(), "trip", "plans");
        var first = said(messages.saying("one", thread, 1));
        var second = said(messages.saying("two", thread, 2));
        said(messages.saying("elsewhere", other, 1));
        said(messages.open(thread, 3));

        assertEquals(
                Optional.of(new History(thread, List.of(first, second), false)),
                read(stores -> stores.messages().history(ANNA, path, ALL)));
        assertEquals(
                Optional.of(new History(thread, List.of(second), true)),
                read(stores -> stores.messages().history(ANNA, path, 1)));
        assertEquals(Optional.empty(), read(stores -> stores.messages().history(BERT, path, ALL)));
        assertEquals(
                Optional.empty(),
                read(stores -> stores.messages().history(ANNA, new ThreadPath(session.kind(), "trip", "plan"), ALL)));
    }

    @Test
    void a_change_replaces_parts_status_time_and_version() {
        var thread = openedFor(ANNA);
        var open = said(messages.open(thread, 1));
        List<Part> parts = List.of(new Part.ToolCall("c", "n", "{}"), new Part.Text("so far"));
        var stopped =
                open.finishedAs(MessageStatus.STOPPED, parts, open.createdAt().plus(LATER));
        var corrected = stopped.finishedAs(
                MessageStatus.COMPLETE,
                List.of(new Part.Text("whole")),
                stopped.createdAt().plus(LATER));

        keepIn(thread.session(), stores -> stores.messages().change(stopped));
        assertEquals(stopped, stored(open));

        keepIn(thread.session(), stores -> {
            stores.messages().change(corrected);

            assertEquals(Optional.of(corrected), stores.messages().find(ANY, thread.id(), open.id()));
        });
        assertEquals(corrected, stored(open));
    }

    @Test
    void an_open_answer_is_finished_once() {
        var thread = openedFor(ANNA);
        var open = said(messages.open(thread, 1));
        List<Part> parts = List.of(new Part.ToolCall("c", "n", "{}"), new Part.Text("whole"));
        var at = open.createdAt().plus(LATER);

        keepIn(thread.session(), stores -> {
            stores.messages().finish(thread.session(), open.id(), MessageStatus.STOPPED, parts, at);
            stores.messages().finish(thread.session(), open.id(), MessageStatus.COMPLETE, List.of(), at.plus(LATER));
        });
        keepIn(
                thread.session(),
                stores -> stores.messages()
                        .finish(thread.session(), open.id(), MessageStatus.COMPLETE, List.of(), at.plus(LATER)));

        assertEquals(open.finishedAs(MessageStatus.STOPPED, parts, at), stored(open));
        assertEquals(List.of(stored(open)), history(thread, NEWEST, ALL));
    }

    @Test
    void an_answer_that_is_not_there_or_elsewhere_is_not_finished() {
        var thread = openedFor(ANNA);
        var elsewhere = openedFor(BERT);
        var open = said(messages.open(elsewhere, 1));

        keepIn(thread.session(), stores -> {
            stores.messages()
                    .finish(
                            thread.session(),
                            ids.message(),
                            MessageStatus.COMPLETE,
                            List.of(new Part.Text("nobody's")),
                            open.createdAt());
            stores.messages()
                    .finish(
                            thread.session(),
                            open.id(),
                            MessageStatus.COMPLETE,
                            List.of(new Part.Text("another's")),
                            open.createdAt());
        });

        assertEquals(open, stored(open));
        assertEquals(List.of(), history(thread, NEWEST, ALL));
    }

    @Test
    void a_change_of_another_version_runs_the_whole_transaction_again() {
        var thread = openedFor(ANNA);
        var message = said(messages.saying("first", thread, 1));
        var next = TestMessages.rewritten(message, "second");
        var tooLate = TestMessages.rewritten(next, "third");
        var ofFirstRun = messages.saying("of the first run", thread, 2);
        var runs = new AtomicInteger();

        keepIn(thread.session(), stores -> {
            if (runs.incrementAndGet() == 1) {
                stores.messages().append(ofFirstRun);
                stores.messages().change(tooLate);
            } else {
                stores.messages().change(next);
            }
        });

        assertEquals(2, runs.get());
        assertEquals(List.of(next), history(thread, NEWEST, ALL));
    }

    @Test
    void a_change_that_never_fits_fails_after_some_runs_and_leaves_nothing() {
        var thread = openedFor(ANNA);
        var message = said(messages.saying("first", thread, 1));
        var tooLate = TestMessages.rewritten(TestMessages.rewritten(message, "second"), "third");
        var runs = new AtomicInteger();

        assertThrows(
                RuntimeException.class,
                () -> keepIn(thread.session(), stores -> {
                    runs.incrementAndGet();
                    stores.messages().append(messages.saying("beside", thread, 2));
                    stores.messages().change(tooLate);
                }));

        assertTrue(runs.get() > 1 && runs.get() <= 50, () -> "ran " + runs + " times");
        assertEquals(List.of(message), history(thread, NEWEST, ALL));
    }

    @Test
    void a_work_cannot_hide_that_its_change_did_not_fit() {
        var thread = openedFor(ANNA);
        var message = said(messages.saying("first", thread, 1));
        var tooLate = TestMessages.rewritten(TestMessages.rewritten(message, "second"), "third");

        assertThrows(
                RuntimeException.class,
                () -> keepIn(thread.session(), stores -> {
                    stores.messages().append(messages.saying("beside", thread, 2));
                    try {
                        stores.messages().change(tooLate);
                        stores.messages().find(ANY, thread.id(), message.id());
                    } catch (RuntimeException hidden) {
                        return;
                    }
                }));

        assertEquals(List.of(message), history(thread, NEWEST, ALL));
    }

    @Test
    void a_cleared_thread_has_no_messages_and_others_keep_theirs() {
        var session = started(sessions.active(ANNA, "a"));
        var one = opened(threads.in(session, "one"));
        var two = opened(threads.in(session, "two"));
        var first = said(messages.saying("first", one, 1));
        var open = said(messages.open(one, 2));
        var elsewhere = said(messages.saying("elsewhere", two, 1));

        keepIn(session.id(), stores -> {
            stores.messages().clear(session.id(), one.id());

            assertEquals(Optional.empty(), stores.messages().find(ANY, one.id(), first.id()));
        });

        assertEquals(List.of(), history(one, NEWEST, ALL));
        for (var gone : List.of(first, open)) {
            assertEquals(Optional.empty(), read(stores -> stores.messages().find(ANY, one.id(), gone.id())));
        }
        assertEquals(List.of(elsewhere), history(two, NEWEST, ALL));
        var next = said(messages.saying("again", one, 3));
        assertEquals(List.of(next), history(one, NEWEST, ALL));
    }

    private List<Message> history(ChatThread thread, long beforePosition, int limit) {
        return read(stores -> stores.messages().history(ANY, thread.id(), beforePosition, limit))
                .orElseThrow()
                .messages();
    }

    private boolean older(ChatThread thread, long beforePosition, int limit) {
        return read(stores -> stores.messages().history(ANY, thread.id(), beforePosition, limit))
                .orElseThrow()
                .older();
    }

    private Optional<History> historyOf(ThreadId thread) {
        return read(stores -> stores.messages().history(ANY, thread, NEWEST, ALL));
    }

    private Message saying(List<Part> parts, ChatThread thread, long position) {
        return new Message(
                ids.message(),
                thread.session(),
                thread.id(),
                position,
                Role.ASSISTANT,
                parts,
                MessageSource.HOST,
                Optional.empty(),
                MessageStatus.COMPLETE,
                Optional.empty(),
                TestTimes.at(4),
                1);
    }

    private Message of(ChatThread thread, long position, Role role, MessageSource source, MessageStatus status) {
        return new Message(
                ids.message(),
                thread.session(),
                thread.id(),
                position,
                role,
                List.of(new Part.Text("text")),
                source,
                Optional.empty(),
                status,
                Optional.empty(),
                TestTimes.at(4),
                1);
    }
}
