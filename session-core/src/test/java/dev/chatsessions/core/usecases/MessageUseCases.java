package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Stale;
import dev.chatsessions.ChatSessionsException.TooLarge;
import dev.chatsessions.MessageId;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.live.Feed;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.TurnPolicy;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.Appended;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import dev.chatsessions.thread.ThreadPath;
import dev.chatsessions.thread.ThreadStart;
import dev.chatsessions.thread.Transcript;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads, and the messages that are stored in them without asking anybody. */
abstract class MessageUseCases extends UseCases {

    private static final String BOAT = "\u26F5";

    private static final String WHALE = "\uD83D\uDC33";

    @ParameterizedTest
    @EnumSource(Role.class)
    void a_message_of_any_role_is_kept_as_it_was_brought(Role role) {
        var thread = thread(ANN);
        var brought = new NewMessage(
                role,
                List.of(new Part.Text("Good " + WHALE + " morning"), new Part.Notice("it rains")),
                MessageSource.TRANSCRIPT,
                Optional.of("SPEAKER_01"));

        var stored = append(thread, brought).messages().get(0);

        assertEquals(role, stored.role());
        assertEquals(brought.parts(), stored.parts());
        assertEquals(MessageSource.TRANSCRIPT, stored.source());
        assertEquals(Optional.of("SPEAKER_01"), stored.speaker());
        assertEquals(MessageStatus.COMPLETE, stored.status());
        assertEquals("Good " + WHALE + " morning", stored.text());
        assertEquals(stored, chat.threads().message(ANN, thread, stored.id()));
    }

    @Test
    void what_was_heard_is_corrected_with_one_event_and_what_was_written_stays() {
        var session = session(ANN, SessionKind.SHARED);
        var thread = threadIn(ANN, session.id()).id();
        var spoken = new NewMessage(
                Role.ASSISTANT,
                List.of(new Part.Text("It costs twelve dollars and")),
                MessageSource.TRANSCRIPT,
                Optional.empty());
        var heard = append(thread, spoken, NewMessage.user("written"));
        var said = heard.messages().get(0);
        var log = log(ANN, feed(session)).size();

        var corrected = chat.threads().rewrite(ANN, thread, said.id(), "It costs", ExpectedVersion.of(1));

        assertEquals("It costs", corrected.text());
        assertEquals(2, corrected.version());
        assertEquals(said.createdAt(), corrected.createdAt());
        assertEquals(corrected, chat.threads().message(ANN, thread, said.id()));
        assertEquals(corrected, chat.threads().rewrite(ANN, thread, said.id(), "It costs", ExpectedVersion.any()));
        var events = log(ANN, feed(session));
        assertEquals(List.of("message_changed"), kinds(events.subList(log, events.size())));
        refused(
                Stale.class,
                "stale-version",
                () -> chat.threads().rewrite(ANN, thread, said.id(), "No", ExpectedVersion.of(1)));
        var nothing = chat.threads().rewrite(ANN, thread, said.id(), "", ExpectedVersion.any());
        assertEquals("", nothing.text());
        assertEquals(
                nothing,
                chat.threads()
                        .transcript(ANN, thread, PageRequest.first(50))
                        .messages()
                        .get(0));
        var written = heard.messages().get(1).id();
        conflict(
                "not-a-transcript",
                () -> chat.threads().rewrite(ANN, thread, written, "forged", ExpectedVersion.any()));
    }

    @Test
    void a_user_reads_a_thread_of_his_own_by_its_keys() {
        var session =
                chat.sessions().open(ANN, SessionStart.of(SessionKind.CHAT).withKey("trip"));
        var thread = chat.threads().open(ANN, session.id(), ThreadStart.of("plans"));
        var path = new ThreadPath(SessionKind.CHAT, "trip", "plans");
        chat.threads()
                .append(ANN, thread.id(), List.of(NewMessage.user("one"), NewMessage.user("two")), RequestKey.none());

        assertEquals(
                Optional.of(thread.id()),
                chat.threads().findByPath(ANN, path).map(found -> found.thread().id()));
        var newest = chat.threads().transcript(ANN, path, PageRequest.first(1)).orElseThrow();
        var older = chat.threads()
                .transcript(ANN, path, PageRequest.after(newest.before().orElseThrow(), 1))
                .orElseThrow();
        assertEquals(
                List.of("two"), newest.messages().stream().map(Message::text).toList());
        assertEquals(
                List.of("one"), older.messages().stream().map(Message::text).toList());
        assertEquals(newest, chat.threads().transcript(ANN, thread.id(), PageRequest.first(1)));

        assertEquals(Optional.empty(), chat.threads().findByPath(BOB, path));
        assertEquals(Optional.empty(), chat.threads().transcript(BOB, path, PageRequest.first(1)));
        chat.sessions().end(ANN, session.id(), ExpectedVersion.any());
        assertEquals(Optional.empty(), chat.threads().findByPath(ANN, path));
        assertEquals(Optional.empty(), chat.threads().transcript(ANN, path, PageRequest.first(1)));
    }

    @Test
    void messages_stored_together_stand_next_to_each_other_in_their_order() {
        var thread = thread(ANN);
        append(thread, NewMessage.user("0"));

        var appended = append(thread, NewMessage.user("1"), NewMessage.assistant("2"), NewMessage.user("3"));

        assertEquals(
                List.of(2L, 3L, 4L),
                appended.messages().stream().map(Message::position).toList());
        assertEquals(List.of("1", "2", "3"), texts(appended.messages()));
        assertEquals(4, appended.thread().messageCount());
        assertEquals(appended.thread(), chat.threads().find(ANN, thread));
    }

    @Test
    void one_bad_message_keeps_all_out() {
        var thread = thread(ANN);
        var log = log(ANN, new Feed.OfThread(thread));

        refused(
                Invalid.class,
                "validation-failed",
                () -> append(thread, NewMessage.user("good"), NewMessage.user(" ")));

        assertEquals(0, chat.threads().find(ANN, thread).messageCount());
        assertEquals(log, log(ANN, new Feed.OfThread(thread)));
    }

    @Test
    void one_to_a_hundred_messages_are_stored_at_once() {
        var thread = thread(ANN);

        append(thread, Collections.nCopies(100, NewMessage.user("x")).toArray(NewMessage[]::new));

        refused(Invalid.class, "validation-failed", () -> append(thread));
        refused(
                Invalid.class,
                "validation-failed",
                () -> append(
                        thread, Collections.nCopies(101, NewMessage.user("x")).toArray(NewMessage[]::new)));
        assertEquals(100, chat.threads().find(ANN, thread).messageCount());
    }

    @Test
    void a_user_says_at_most_32768_code_points() {
        var thread = thread(ANN);
        var longest = WHALE.repeat(32_768);

        assertEquals(
                longest,
                append(thread, NewMessage.user(longest)).messages().get(0).text());

        refused(Invalid.class, "validation-failed", () -> append(thread, NewMessage.user(longest + "x")));
        refused(Invalid.class, "validation-failed", () -> ask(ANN, thread, longest + "x"));
    }

    @Test
    void everybody_else_says_at_most_a_mebibyte() {
        var thread = thread(ANN);
        var longest = BOAT.repeat((1 << 20) / 3) + "x";

        assertEquals(
                longest,
                append(thread, NewMessage.assistant(longest)).messages().get(0).text());

        refused(TooLarge.class, "payload-too-large", () -> append(thread, NewMessage.assistant(longest + "x")));
    }

    @Test
    void a_message_is_as_long_as_all_its_parts() {
        var thread = thread(ANN);
        var half = WHALE.repeat(16_384);
        var result = new Part.ToolResult("call-1", "encyclopedia", "x".repeat(1 << 19));

        append(thread, new NewMessage(Role.USER, texts(half, half), MessageSource.CLIENT, Optional.empty()));
        refused(
                Invalid.class,
                "validation-failed",
                () -> append(
                        thread,
                        new NewMessage(Role.USER, texts(half, half, "!"), MessageSource.CLIENT, Optional.empty())));
        append(thread, new NewMessage(Role.TOOL, List.of(result, result), MessageSource.HOST, Optional.empty()));
        refused(
                TooLarge.class,
                "payload-too-large",
                () -> append(
                        thread,
                        new NewMessage(
                                Role.TOOL,
                                List.of(result, result, new Part.Text("!")),
                                MessageSource.HOST,
                                Optional.empty())));
    }

    private static List<Part> texts(String... texts) {
        return Stream.of(texts).<Part>map(Part.Text::new).toList();
    }

    @Test
    void nobody_says_nothing() {
        var thread = thread(ANN);

        refused(Invalid.class, "validation-failed", () -> append(thread, NewMessage.user("")));
        refused(Invalid.class, "validation-failed", () -> append(thread, NewMessage.user(" \n ")));
        refused(Invalid.class, "validation-failed", () -> append(thread, NewMessage.assistant("")));
        refused(
                Invalid.class,
                "validation-failed",
                () -> append(thread, new NewMessage(Role.USER, List.of(), MessageSource.CLIENT, Optional.empty())));
        refused(Invalid.class, "validation-failed", () -> ask(ANN, thread, ""));
    }

    @Test
    void only_users_ask() {
        var thread = thread(ANN);

        refused(
                Invalid.class,
                "validation-failed",
                () -> chat.replies()
                        .ask(
                                ANN,
                                thread,
                                new Question(NewMessage.assistant("Why?"), TurnPolicy.ENQUEUE),
                                RequestKey.none()));
    }

    @Test
    void a_transcript_is_read_backwards_in_pages_that_neither_repeat_nor_leave_out() {
        var thread = thread(ANN);
        var all = IntStream.rangeClosed(1, 25).mapToObj(Integer::toString).toList();
        all.forEach(text -> append(thread, NewMessage.user(text)));

        var read = new ArrayList<String>();
        var page = chat.threads().transcript(ANN, thread, PageRequest.first(10));
        read.addAll(0, texts(page.messages()));
        append(thread, NewMessage.user("26 comes in between"));
        while (page.before().isPresent()) {
            page = chat.threads()
                    .transcript(ANN, thread, PageRequest.after(page.before().get(), 10));
            read.addAll(0, texts(page.messages()));
        }

        assertEquals(all, read);
    }

    @Test
    void a_transcript_is_read_forwards_again_from_wherever_its_reader_is() {
        var thread = thread(ANN);
        var all = IntStream.rangeClosed(1, 25).mapToObj(Integer::toString).toList();
        all.forEach(text -> append(thread, NewMessage.user(text)));
        var newest = chat.threads().transcript(ANN, thread, PageRequest.first(10));
        assertTrue(newest.after().isEmpty());
        var middle = chat.threads()
                .transcript(ANN, thread, PageRequest.after(newest.before().orElseThrow(), 10));
        assertEquals(all.subList(5, 15), texts(middle.messages()));

        var page = chat.threads()
                .transcript(ANN, thread, PageRequest.after(middle.after().orElseThrow(), 4));
        assertEquals(all.subList(15, 19), texts(page.messages()));
        var back = chat.threads()
                .transcript(ANN, thread, PageRequest.after(page.before().orElseThrow(), 4));
        assertEquals(all.subList(11, 15), texts(back.messages()));
        append(thread, NewMessage.user("26"));
        var read = new ArrayList<>(texts(page.messages()));
        while (page.after().isPresent()) {
            page = chat.threads()
                    .transcript(ANN, thread, PageRequest.after(page.after().get(), 4));
            read.addAll(texts(page.messages()));
        }

        assertEquals(List.of("16", "17", "18", "19", "20", "21", "22", "23", "24", "25", "26"), read);
    }

    @Test
    void a_page_of_many_messages_forwards_is_one_page_and_one_of_long_ones_ends_early() {
        var thread = thread(ANN);
        IntStream.rangeClosed(1, 110).forEach(number -> append(thread, NewMessage.user("" + number)));
        var first = chat.threads()
                .transcript(
                        ANN,
                        thread,
                        PageRequest.after(
                                chat.threads()
                                        .transcript(ANN, thread, PageRequest.first(109))
                                        .before()
                                        .orElseThrow(),
                                1));
        assertEquals(List.of("1"), texts(first.messages()));

        var many = chat.threads()
                .transcript(ANN, thread, PageRequest.after(first.after().orElseThrow(), 108));
        assertEquals(108, many.messages().size());
        assertEquals("109", many.messages().get(107).text());
        for (var text : List.of("a", "b", "c")) {
            append(thread, NewMessage.assistant(text.repeat(400_000)));
        }
        var rest = chat.threads()
                .transcript(ANN, thread, PageRequest.after(many.after().orElseThrow(), 50));

        assertEquals("1ab", firsts(rest));
        assertEquals(
                "c",
                firsts(chat.threads()
                        .transcript(ANN, thread, PageRequest.after(rest.after().orElseThrow(), 50))));
    }

    @Test
    void a_page_of_long_messages_ends_early_and_the_next_one_goes_on() {
        var start = SessionStart.of(SessionKind.WORKFLOW).withKey("long");
        var thread = chat.threads()
                .open(ANN, chat.sessions().open(ANN, start).id(), ThreadStart.of("main"))
                .id();
        var path = new ThreadPath(SessionKind.WORKFLOW, "long", "main");
        for (var text : List.of("a", "b", "c", "d")) {
            append(thread, NewMessage.assistant(text.repeat(400_000)));
        }
        append(thread, NewMessage.assistant("e".repeat(Limits.TEXT_BYTES)));

        assertEquals("e", firsts(chat.threads().transcript(ANN, thread, PageRequest.first(50))));
        assertEquals("e", firsts(chat.threads().transcript(ANN, thread, PageRequest.first(1_000))));
        assertEquals(
                "e",
                firsts(chat.threads()
                        .transcript(ANN, path, PageRequest.first(50))
                        .orElseThrow()));
        var newest =
                chat.threads().transcript(ANN, path, PageRequest.first(1_000)).orElseThrow();
        var before = chat.threads()
                .transcript(ANN, thread, PageRequest.after(newest.before().orElseThrow(), 50));
        assertEquals("cd", firsts(before));
        assertEquals(
                "ab",
                firsts(chat.threads()
                        .transcript(ANN, path, PageRequest.after(before.before().orElseThrow(), 50))
                        .orElseThrow()));
    }

    @Test
    void a_page_of_many_messages_is_one_page() {
        var thread = thread(ANN);
        var all = IntStream.rangeClosed(1, 110).mapToObj(Integer::toString).toList();
        all.forEach(text -> append(thread, NewMessage.user(text)));

        var page = chat.threads().transcript(ANN, thread, PageRequest.first(105));

        assertEquals(all.subList(5, 110), texts(page.messages()));
        assertTrue(page.before().isPresent());
        var rest = chat.threads()
                .transcript(ANN, thread, PageRequest.after(page.before().get(), 105));
        assertEquals(all.subList(0, 5), texts(rest.messages()));
        assertTrue(rest.before().isEmpty());
    }

    /** The first letters of its messages. */
    private static String firsts(Transcript page) {
        return page.messages().stream()
                .map(message -> message.text().substring(0, 1))
                .collect(Collectors.joining());
    }

    @Test
    void a_page_cursor_of_another_thread_is_invalid() {
        var one = thread(ANN);
        var other = thread(ANN);
        append(one, NewMessage.user("1"), NewMessage.user("2"));
        var before = chat.threads()
                .transcript(ANN, one, PageRequest.first(1))
                .before()
                .orElseThrow();

        refused(
                Invalid.class,
                "invalid-parameter",
                () -> chat.threads().transcript(ANN, other, PageRequest.after(before, 1)));
    }

    @Test
    void a_message_is_found_in_its_own_thread_only() {
        var one = thread(ANN);
        var other = thread(ANN);
        var message = append(one, NewMessage.user("here")).messages().get(0);

        refused(NotFound.class, "not-found", () -> chat.threads().message(ANN, other, message.id()));
        refused(NotFound.class, "not-found", () -> chat.threads().message(ANN, one, new MessageId(UUID.randomUUID())));
    }

    @Test
    void a_thread_is_opened_once_per_key() {
        var session = session(ANN, SessionKind.CHAT).id();
        var first = chat.threads().open(ANN, session, ThreadStart.of("plans"));

        assertEquals(first, chat.threads().open(ANN, session, ThreadStart.of("plans")));
        assertEquals(Optional.of(first), chat.threads().findByKey(ANN, session, "plans"));
        conflict("key-taken", () -> chat.threads().start(ANN, session, ThreadStart.of("plans"), RequestKey.none()));
        assertEquals(
                List.of(first),
                chat.threads().list(ANN, session, PageRequest.first(10)).items());
    }

    @Test
    void threads_that_race_for_a_key_are_one() {
        var session = session(ANN, SessionKind.CHAT).id();

        var opened = Collision.allServed(
                8,
                party -> () -> chat.threads()
                        .open(ANN, session, ThreadStart.of("plans"))
                        .id());

        assertEquals(1, opened.stream().distinct().count());
    }

    @Test
    void looking_for_a_thread_creates_none() {
        var session = session(ANN, SessionKind.CHAT);
        var log = log(ANN, feed(session));

        assertEquals(Optional.empty(), chat.threads().findByKey(ANN, session.id(), "plans"));

        assertEquals(log, log(ANN, feed(session)));
    }

    @Test
    void threads_are_listed_newest_first_in_pages() {
        var session = session(ANN, SessionKind.CHAT).id();
        var ids = new ArrayList<ThreadId>();
        for (var i = 0; i < 7; i++) {
            ids.add(0, threadIn(ANN, session).id());
        }

        var first = chat.threads().list(ANN, session, PageRequest.first(4));
        var second =
                chat.threads().list(ANN, session, PageRequest.after(first.next().orElseThrow(), 4));

        var read = new ArrayList<>(first.items());
        read.addAll(second.items());
        assertEquals(ids, read.stream().map(thread -> thread.id()).toList());
        assertFalse(second.next().isPresent());
    }

    @Test
    void a_thread_is_renamed_by_who_saw_its_version() {
        var thread = thread(ANN);

        var renamed = chat.threads().rename(ANN, thread, Optional.of("Holiday"), ExpectedVersion.of(1));

        assertEquals(Optional.of("Holiday"), renamed.title());
        assertEquals(2, renamed.version());
        refused(
                Stale.class,
                "stale-version",
                () -> chat.threads().rename(ANN, thread, Optional.of("Work"), ExpectedVersion.of(1)));
        append(thread, NewMessage.user("messages move no version"));
        assertEquals(2, chat.threads().find(ANN, thread).version());
        assertTrue(kinds(log(ANN, new Feed.OfThread(thread))).contains("thread_renamed"));
    }

    private Appended append(ThreadId thread, NewMessage... messages) {
        return chat.threads().append(ANN, thread, List.of(messages), RequestKey.none());
    }

    private static List<String> texts(List<Message> messages) {
        return messages.stream().map(Message::text).toList();
    }
}
