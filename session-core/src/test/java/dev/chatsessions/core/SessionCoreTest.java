package dev.chatsessions.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.Listener;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.live.StreamEnd;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.ReplyEvent;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.ThreadStart;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SessionCoreTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void an_embedded_chat_streams_an_answer_and_keeps_it() {
        try (var storage = InMemoryStorage.create();
                var chat = SessionCore.builder().storage(storage).build()) {
            var ada = Caller.user("ada");
            var session =
                    chat.sessions().open(ada, SessionStart.of(SessionKind.CHAT).withKey("main"));
            var thread = chat.threads().open(ada, session.id(), ThreadStart.of("main"));
            var heard = new Heard();
            try (var subscription =
                    chat.live().subscribe(ada, new Feed.OfThread(thread.id()), new StartAt.Earliest(), heard)) {
                var asked = chat.replies().ask(ada, thread.id(), Question.of("How are you?"), RequestKey.none());
                var reply = chat.replies().await(ada, asked.id(), LIMIT);

                assertEquals(FinishReason.COMPLETE, reply.finishReason().orElseThrow());
                assertTrue(subscription.awaitCaughtUp(LIMIT));
                var history = chat.threads().transcript(ada, thread.id(), PageRequest.first(50));
                assertEquals(2, history.messages().size());
                assertEquals(history.messages().get(1).text(), heard.streamed());
                assertEquals(
                        reply.tokens().orElseThrow().total(),
                        chat.usage().total(ada, ada.id()).tokens());
                assertFalse(heard.streamed().isEmpty());
            }
        }
    }

    @Test
    void a_core_that_was_only_built_has_started_no_thread() {
        try (var storage = InMemoryStorage.create()) {
            var before = threads();
            try (var chat = SessionCore.builder().storage(storage).build()) {
                chat.check();

                var started = threads();
                started.removeAll(before);
                assertEquals(Set.of(), started);
            }
        }
    }

    @Test
    void the_first_question_starts_housekeeping_unless_it_is_the_hosts() {
        assertEquals(1, housekeepersAfterAQuestion(Housekeeping.automatic()));
        assertEquals(0, housekeepersAfterAQuestion(Housekeeping.external()));
    }

    private static long housekeepersAfterAQuestion(Housekeeping.Mode mode) {
        try (var storage = InMemoryStorage.create();
                var chat = SessionCore.builder()
                        .storage(storage)
                        .housekeeping(mode)
                        .build()) {
            var before = threads();
            var ada = Caller.user("ada");
            var session = chat.sessions().open(ada, SessionStart.of(SessionKind.CHAT));
            var thread = chat.threads().open(ada, session.id(), ThreadStart.of("main"));
            chat.replies().ask(ada, thread.id(), Question.of("How are you?"), RequestKey.none());

            var started = threads();
            started.removeAll(before);
            return started.stream()
                    .filter(each -> each.getName().equals("chat-sessions-housekeeping"))
                    .count();
        }
    }

    /** Ours that run. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("chat-sessions-"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static final class Heard implements Listener {

        private final Queue<LiveEvent> events = new ConcurrentLinkedQueue<>();

        String streamed() {
            var deltas = events.stream()
                    .filter(ReplyEvent.ReplyDelta.class::isInstance)
                    .map(event -> ((ReplyEvent.ReplyDelta) event).text())
                    .collect(Collectors.joining());
            return deltas;
        }

        @Override
        public void hello(Cursor head) {}

        @Override
        public void events(List<LiveEvent> more, Cursor through) {
            events.addAll(more);
        }

        @Override
        public void gap(Gap gap) {}

        @Override
        public void ended(StreamEnd end) {}
    }
}
