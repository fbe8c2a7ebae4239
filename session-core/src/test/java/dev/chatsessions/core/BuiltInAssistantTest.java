package dev.chatsessions.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Replay;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyEvent;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.ThreadStart;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BuiltInAssistantTest {

    private static final Caller ADA = Caller.user("ada");

    private final InMemoryStorage storage = InMemoryStorage.create();

    private final SessionCore chat = SessionCore.builder().storage(storage).build();

    private final ThreadId thread = thread(chat);

    @AfterEach
    void close() {
        chat.close();
        storage.close();
    }

    @Test
    void it_says_what_it_is_and_answers_from_what_was_said_before() {
        var first = answer("My  phone\nbroke");
        var second = answer("What now?");

        assertEquals(
                "I am the built-in assistant, not a language model. You said: “My phone broke”."
                        + " I was given 1 message of this thread.",
                first);
        assertEquals(
                "I am the built-in assistant, not a language model. You said: “What now?”."
                        + " Before that you said: “My phone broke”. I was given 3 messages of this thread.",
                second);
    }

    @Test
    void it_reports_what_it_does_and_says_its_words() {
        var text = answer("Hello");

        var events = told();
        assertTrue(events.contains("is Reading 1 message"), events::toString);
        assertEquals(
                text,
                events.stream()
                        .filter(event -> event.startsWith("says "))
                        .map(event -> event.substring("says ".length()))
                        .collect(Collectors.joining()));
    }

    @Test
    void it_counts_the_words_that_it_read_and_said() {
        var asked = chat.replies().ask(ADA, thread, Question.of("My phone broke"), RequestKey.none());
        var tokens = finished(asked).tokens().orElseThrow();

        assertEquals(3, tokens.input());
        assertEquals(text(asked).split(" ").length, tokens.output());
        assertFalse(tokens.estimated());
    }

    @Test
    void slowed_down_it_can_be_stopped_between_two_words() {
        try (var slow = SessionCore.builder()
                .storage(storage)
                .assistant(BuiltInAssistant.wordsPerSecond(1))
                .build()) {
            var where = thread(slow);
            var asked = slow.replies().ask(ADA, where, Question.of("Hello"), RequestKey.none());
            assertEquals(
                    ReplyStatus.RUNNING,
                    slow.replies().await(ADA, asked.id(), Duration.ofMillis(1)).status());

            slow.replies().stop(ADA, asked.id());
            var stopped = slow.replies().await(ADA, asked.id(), Duration.ofSeconds(20));

            assertEquals(ReplyStatus.FINISHED, stopped.status());
            assertTrue(stopped.tokens().orElseThrow().output() < 10, stopped::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_001})
    void a_pace_that_nobody_can_watch_is_refused(int words) {
        assertThrows(IllegalArgumentException.class, () -> BuiltInAssistant.wordsPerSecond(words));
    }

    private static ThreadId thread(SessionCore core) {
        var session = core.sessions().start(ADA, SessionStart.of(SessionKind.CHAT), RequestKey.none());
        return core.threads().open(ADA, session.id(), ThreadStart.of("main")).id();
    }

    private String answer(String question) {
        return text(chat.replies().ask(ADA, thread, Question.of(question), RequestKey.none()));
    }

    private String text(Reply asked) {
        return chat.threads().message(ADA, thread, finished(asked).answer()).text();
    }

    private Reply finished(Reply asked) {
        return chat.replies().await(ADA, asked.id(), Duration.ofSeconds(30));
    }

    private List<String> told() {
        var log = (Replay.Complete) chat.live().replay(ADA, new Feed.OfThread(thread), new StartAt.Earliest(), 1_000);
        return log.events().stream()
                .map(event -> {
                    if (event instanceof ReplyEvent.ReplyDelta delta) {
                        return "says " + delta.text();
                    }
                    return event instanceof ReplyEvent.ReplyReported reported ? "is " + reported.status() : "";
                })
                .toList();
    }
}
