package dev.chatsessions.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Question;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.spi.EventLog;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.Work;
import dev.chatsessions.thread.ThreadStart;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An answer that ends while its first words are on their way to the storage. */
class InstantAnswerTest {

    private static final Caller ADA = Caller.user("ada");

    @Test
    void words_that_can_still_go_with_the_end_are_stored_once_and_with_it() {
        try (var storage = InMemoryStorage.create();
                var late = new LateDeltas(storage);
                var core = SessionCore.builder()
                        .storage(late)
                        .assistant((turn, sink) -> {
                            sink.text("At once.");
                            late.awaitTheWriter();
                        })
                        .build()) {
            var session = core.sessions().start(ADA, SessionStart.of(SessionKind.CHAT), RequestKey.none());
            var thread = core.threads().start(ADA, session.id(), ThreadStart.unnamed(), RequestKey.none());

            var answer = core.replies()
                    .answer(ADA, thread.id(), Question.of("When?"), RequestKey.none(), Duration.ofSeconds(20));

            assertEquals("At once.", answer.text());
            assertEquals(FinishReason.COMPLETE, answer.reply().finishReason().orElseThrow());
            assertEquals(0, late.written.get());
        }
    }

    /** A storage that has the writer of deltas come to its lock only when the answer's end is being stored. */
    private static final class LateDeltas implements Storage {

        private final CountDownLatch ending = new CountDownLatch(1);

        private final CountDownLatch writing = new CountDownLatch(1);

        private final AtomicInteger written = new AtomicInteger();

        private final Storage storage;

        LateDeltas(Storage storage) {
            this.storage = storage;
        }

        @Override
        public <T> T read(Work<T> work) {
            return storage.read(work);
        }

        @Override
        public <T> T write(Work<T> work) {
            var writer = Thread.currentThread().getName();
            if (writer.equals("chat-sessions-deltas")) {
                awaitTheEnd();
                return storage.write(stores -> work.in(counting(stores)));
            }
            if (writer.startsWith("chat-sessions-answer")) {
                ending.countDown();
            }
            return storage.write(work);
        }

        void awaitTheWriter() throws InterruptedException {
            assertTrue(writing.await(10, TimeUnit.SECONDS), "the words were never on their way");
        }

        private void awaitTheEnd() {
            writing.countDown();
            try {
                assertTrue(ending.await(10, TimeUnit.SECONDS), "the answer did not end");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        private Stores counting(Stores stores) {
            var events = instead(EventLog.class, (called, arguments) -> {
                if (called.getName().equals("append")) {
                    written.incrementAndGet();
                }
                return invoked(stores.events(), called, arguments);
            });
            return instead(
                    Stores.class,
                    (called, arguments) ->
                            called.getName().equals("events") ? events : invoked(stores, called, arguments));
        }

        private interface Call {
            Object made(Method called, Object... arguments) throws Throwable;
        }

        private static <T> T instead(Class<T> type, Call call) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, called, arguments) -> call.made(called, arguments)));
        }

        private static Object invoked(Object real, Method called, Object... arguments) throws Throwable {
            try {
                return called.invoke(real, arguments);
            } catch (InvocationTargetException failure) {
                throw failure.getCause();
            }
        }

        @Override
        public void check() {
            storage.check();
        }

        @Override
        public void close() {}
    }
}
