package dev.chatsessions.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.LogScope;
import dev.chatsessions.MessageId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyEvent;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionState;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import dev.chatsessions.thread.Transcript;
import dev.chatsessions.usage.UsageTotal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AnswerWordsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

    private static final SessionId SESSION = new SessionId(new UUID(0, 1));

    private static final ThreadId THREAD = new ThreadId(new UUID(0, 2));

    private static final ReplyId REPLY = new ReplyId(new UUID(0, 3));

    private static final LogScope LOG = new LogScope.OfSession(SESSION);

    private static final Cursor PLACE = Cursor.of(LOG, 1, 9);

    private final List<String> heard = new ArrayList<>();

    private final Listener listener = Listener.ofAnswers(heard::add);

    @Test
    void words_are_handed_on_as_they_are_written() {
        hear(delta(0, "Good"), delta(4, " day"));
        hear(finished("Good day"));

        assertEquals(List.of("Good", " day"), heard);
    }

    @Test
    void what_was_streamed_before_listening_began_comes_with_the_end() {
        hear(finished("Good day"));

        assertEquals(List.of("Good day"), heard);
    }

    @Test
    void words_that_are_told_again_are_not_handed_on_again() {
        hear(delta(0, "Good"), delta(0, "Good day"), delta(0, "Good"));

        assertEquals(List.of("Good", " day"), heard);
    }

    @Test
    void an_answer_that_is_open_after_a_gap_goes_on_where_it_was() {
        hear(delta(0, "Good"));

        listener.gap(gap(List.of(), List.of(new Snapshot.OpenReply(reply(), "Good day", List.of()))));
        hear(delta(8, " to you"));

        assertEquals(List.of("Good", " day", " to you"), heard);
    }

    @Test
    void an_answer_that_was_finished_within_a_gap_is_told_to_its_end() {
        hear(delta(0, "Good"));

        listener.gap(gap(List.of(answer("Good day")), List.of()));

        assertEquals(List.of("Good", " day"), heard);
    }

    @Test
    void older_answers_in_a_snapshot_are_not_told() {
        listener.gap(gap(List.of(answer("Good day")), List.of()));

        assertEquals(List.of(), heard);
    }

    @Test
    void two_answers_are_told_from_each_other() {
        var other = new ReplyId(new UUID(0, 4));

        hear(delta(0, "Good day"), finished("Good day"));
        hear(new ReplyEvent.ReplyDelta(LOG, 7, NOON, other, THREAD, TextOffset.START, "Goodbye"));

        assertEquals(List.of("Good day", "Goodbye"), heard);
    }

    private void hear(LiveEvent... events) {
        listener.events(List.of(events), PLACE);
    }

    private static LiveEvent delta(int offset, String text) {
        return new ReplyEvent.ReplyDelta(LOG, 5, NOON, REPLY, THREAD, new TextOffset(offset), text);
    }

    private static LiveEvent finished(String text) {
        return new ReplyEvent.ReplyFinished(
                LOG,
                6,
                NOON,
                REPLY,
                THREAD,
                FinishReason.COMPLETE,
                Optional.empty(),
                Optional.empty(),
                Optional.of(answer(text)));
    }

    private static Message answer(String text) {
        return new Message(
                new MessageId(new UUID(0, 5)),
                SESSION,
                THREAD,
                2,
                Role.ASSISTANT,
                List.of(new Part.Text(text)),
                MessageSource.REPLY,
                Optional.empty(),
                MessageStatus.COMPLETE,
                Optional.of(REPLY),
                NOON,
                2);
    }

    private static Reply reply() {
        return new Reply(
                REPLY,
                SESSION,
                THREAD,
                new MessageId(new UUID(0, 6)),
                new MessageId(new UUID(0, 5)),
                ReplyStatus.RUNNING,
                1,
                new TextOffset(8),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                NOON,
                Optional.empty());
    }

    private static Gap gap(List<Message> messages, List<Snapshot.OpenReply> open) {
        var thread = new ChatThread(
                THREAD, SESSION, "main", Optional.empty(), NOON, Optional.of(NOON), 2, 2, UsageTotal.ZERO, 0, 1);
        var session = new Session(
                SESSION,
                SessionKind.CHAT,
                Optional.of(new UserId("ada")),
                "main",
                Optional.empty(),
                SessionStatus.ACTIVE,
                new Answerer.Assistant(),
                NOON,
                NOON,
                Optional.empty(),
                1);
        return new Gap(
                GapReason.EPOCH,
                PLACE,
                new Snapshot.OfSession(
                        session,
                        new SessionState(List.of()),
                        Optional.of(new Transcript(thread, messages, Optional.empty())),
                        open));
    }
}
