package dev.chatsessions.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ReplyId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.adapter.inmemory.MovableClock;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.spi.ReplyStore;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.Work;
import dev.chatsessions.thread.ThreadStart;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the leases of silent answers are renewed. */
class LeaseRenewalTest {

    private static final Caller ADA = Caller.user("ada");

    /** Less than a third of a lease. */
    private static final Duration STEP = Duration.ofSeconds(4);

    @Test
    void the_leases_of_many_answers_are_renewed_in_as_many_transactions_as_that_of_one() throws InterruptedException {
        assertEquals(writesOfARound(1), writesOfARound(20));
    }

    @Test
    void an_answer_whose_session_is_always_held_keeps_its_lease_all_the_same() throws InterruptedException {
        try (var node = new Node(1)) {
            node.way.held = true;

            for (var round = 0; round < 8; round++) {
                node.clock.advance(STEP);
                node.core.housekeeping().runOnce();

                assertEquals(
                        ReplyStatus.RUNNING,
                        node.core.replies().find(ADA, node.replies.get(0)).status());
            }
        }
    }

    private static int writesOfARound(int answers) throws InterruptedException {
        try (var node = new Node(answers)) {
            var before = node.way.writes.get();
            node.clock.advance(STEP);

            node.core.housekeeping().runOnce();

            return node.way.writes.get() - before;
        }
    }

    /** A node with so many answers under way that say nothing. */
    private static final class Node implements AutoCloseable {

        private final MovableClock clock = MovableClock.startingAt(Instant.parse("2026-11-21T10:00:00Z"));

        private final InMemoryStorage storage =
                InMemoryStorage.builder().clock(clock).build();

        private final Way way = new Way(storage);

        private final CountDownLatch over = new CountDownLatch(1);

        private final SessionCore core;

        private final List<ReplyId> replies;

        Node(int answers) throws InterruptedException {
            var begun = new CountDownLatch(answers);
            core = SessionCore.builder()
                    .storage(way)
                    .housekeeping(Housekeeping.external())
                    .settings(Settings.defaults().withMaxAnswersAtOnce(answers))
                    .executor(Executors.newCachedThreadPool())
                    .assistant((turn, sink) -> {
                        begun.countDown();
                        over.await();
                    })
                    .build();
            replies = Stream.generate(this::asked).limit(answers).toList();
            assertTrue(begun.await(10, TimeUnit.SECONDS), "the assistant was not asked");
        }

        private ReplyId asked() {
            var session = core.sessions().start(ADA, SessionStart.of(SessionKind.DEVICE), RequestKey.none());
            var thread = core.threads().start(ADA, session.id(), ThreadStart.unnamed(), RequestKey.none());
            return core.replies()
                    .ask(ADA, thread.id(), Question.of("Are you there?"), RequestKey.none())
                    .id();
        }

        @Override
        public void close() {
            over.countDown();
            core.close();
            storage.close();
        }
    }

    /** A way to a storage that counts what is written, and on which somebody else may hold what many try to lock. */
    private static final class Way implements Storage {

        private final Storage storage;

        private final AtomicInteger writes = new AtomicInteger();

        private volatile boolean held;

        Way(Storage storage) {
            this.storage = storage;
        }

        @Override
        public <T> T read(Work<T> work) {
            return storage.read(work);
        }

        @Override
        public <T> T write(Work<T> work) {
            writes.incrementAndGet();
            return storage.write(stores -> work.in(held ? held(stores) : stores));
        }

        private static Stores held(Stores stores) {
            var replies = instead(ReplyStore.class, stores.replies(), "tryLockAll", List.of());
            return instead(Stores.class, stores, "replies", replies);
        }

        private static <T> T instead(Class<T> type, T real, String method, Object answer) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                        if (called.getName().equals(method)) {
                            return answer;
                        }
                        try {
                            return called.invoke(real, arguments);
                        } catch (InvocationTargetException failure) {
                            throw failure.getCause();
                        }
                    }));
        }

        @Override
        public void check() {
            storage.check();
        }

        @Override
        public void close() {}
    }
}
