package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.Cursor;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.LogScope;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.Listener;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.live.StreamEnd;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.spi.LiveSignal;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadEvent;
import dev.chatsessions.thread.ThreadStart;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Two nodes on one PostgreSQL, of which nothing but the signal wakes the other: neither looks by itself. */
final class PostgresSignalTest {

    private static final String SCHEMA = "signals";

    private static final int LONGEST_SECONDS = 30;

    private final Caller ann = Caller.user("ann-" + Chat.id());

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private final Node here = new Node();

    private final Node there = new Node();

    private ThreadId thread;

    /** A node with a storage, a signal and a core of its own. */
    private static final class Node implements AutoCloseable {

        private final PostgresSignal signal = PostgresSignal.builder(TestDatabase.POSTGRESQL_18.pool(), unpooled())
                .schema(SCHEMA)
                .open();

        private final SessionCore core = SessionCore.builder()
                .storage(JdbiStorage.builder(TestDatabase.POSTGRESQL_18.pool())
                        .schema(SCHEMA)
                        .build())
                .signal(signal)
                .housekeeping(Housekeeping.external())
                .build();

        @Override
        public void close() {
            core.close();
            signal.close();
        }
    }

    private static PGSimpleDataSource unpooled() {
        var source = new PGSimpleDataSource();
        source.setURL(TestDatabase.POSTGRESQL_18.url());
        source.setApplicationName("signal");
        return source;
    }

    @BeforeEach
    void start() throws InterruptedException {
        var session =
                here.core.sessions().open(ann, SessionStart.of(SessionKind.CHAT).withKey("chat"));
        thread = here.core
                .threads()
                .open(ann, session.id(), ThreadStart.unnamed())
                .id();
        here.core.live().subscribe(ann, new Feed.OfThread(thread), new StartAt.Head(), new Texts());
        assertEquals("hello", next());
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
    }

    /** Hears the texts of messages. */
    private final class Texts implements Listener {

        @Override
        public void hello(Cursor head) {
            heard.add("hello");
        }

        @Override
        public void events(List<LiveEvent> events, Cursor through) {
            for (var event : events) {
                if (event instanceof ThreadEvent.MessageAdded added) {
                    heard.add(added.message().text());
                }
            }
        }

        @Override
        public void gap(Gap gap) {
            heard.add("gap");
        }

        @Override
        public void ended(StreamEnd end) {
            heard.add("ended");
        }
    }

    private String next() throws InterruptedException {
        return Optional.ofNullable(heard.poll(LONGEST_SECONDS, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("nothing was heard"));
    }

    private void say(Node node, String text) {
        node.core.threads().append(ann, thread, List.of(NewMessage.assistant(text)), RequestKey.none());
    }

    @Test
    void a_subscriber_here_hears_what_another_node_commits() throws InterruptedException {
        for (var i = 0; i < 20; i++) {
            say(there, "message " + i);
            assertEquals("message " + i, next());
        }
    }

    @Test
    void what_was_said_while_the_line_was_down_is_heard_when_it_is_up_again() throws Exception {
        assertTrue(cutLines() >= 2);

        say(there, "into the dark");

        assertEquals("into the dark", next());
        say(there, "and afterwards");
        assertEquals("and afterwards", next());
    }

    @Test
    void words_of_others_on_the_channel_are_harmless() throws Exception {
        for (var words : List.of("", "\n", "x\nsession:y\nuser:", "node\n*", "node\nplanet:mars")) {
            execute("select pg_notify('" + SCHEMA + "', '" + words + "')");
        }

        say(there, "still here");

        assertEquals("still here", next());
    }

    @Test
    void more_logs_than_a_notification_holds_are_told_all_the_same() throws InterruptedException {
        var many = new HashSet<LogScope>();
        for (var i = 0; i < 450; i++) {
            many.add(new LogScope.OfSession(new SessionId(UUID.randomUUID())));
        }
        var missed = new LinkedBlockingQueue<Boolean>();
        here.signal.listen(new LiveSignal.Listener() {
            @Override
            public void grown(Set<LogScope> logs) {}

            @Override
            public void missed() {
                missed.add(true);
            }
        });

        there.signal.ring(many);

        assertEquals(true, missed.poll(LONGEST_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void a_node_does_not_hear_itself_and_hears_others_once() throws InterruptedException {
        var heardHere = new LinkedBlockingQueue<LogScope>();
        here.signal.listen(into(heardHere));
        var heardThere = new LinkedBlockingQueue<LogScope>();
        there.signal.listen(into(heardThere));
        var jurgen = new LogScope.OfUser(new UserId("Jürgen: \"€\""));
        var worker = new LogScope.OfWorker(new WorkerId("worker-1"));
        var ben = new LogScope.OfUser(new UserId("ben"));

        here.signal.ring(Set.of(jurgen));
        assertEquals(jurgen, heardThere.poll(LONGEST_SECONDS, TimeUnit.SECONDS));
        here.signal.ring(Set.of(worker));
        assertEquals(worker, heardThere.poll(LONGEST_SECONDS, TimeUnit.SECONDS));
        there.signal.ring(Set.of(ben));

        assertEquals(ben, heardHere.poll(LONGEST_SECONDS, TimeUnit.SECONDS));
        assertEquals(List.of(), List.copyOf(heardThere));
    }

    /** Keeps what the test rings for, beside the sessions that it began with. */
    private static LiveSignal.Listener into(BlockingQueue<LogScope> queue) {
        return new LiveSignal.Listener() {
            @Override
            public void grown(Set<LogScope> logs) {
                logs.stream()
                        .filter(log -> !(log instanceof LogScope.OfSession))
                        .filter(log -> !log.toString().contains("ann"))
                        .forEach(queue::add);
            }

            @Override
            public void missed() {}
        };
    }

    @Test
    void a_line_on_which_nothing_is_heard_is_refused_at_once() {
        var elsewhere = unpooled();
        elsewhere.setDatabaseName("template1");
        var builder = PostgresSignal.builder(TestDatabase.POSTGRESQL_18.pool(), elsewhere)
                .schema(SCHEMA);

        var refused = assertThrows(IllegalStateException.class, builder::open);

        assertTrue(refused.getMessage().contains("pooler"), refused::getMessage);
        assertFalse(refused.getMessage().contains("template1"), refused::getMessage);
    }

    private static int cutLines() throws SQLException {
        try (var connection = TestDatabase.POSTGRESQL_18.pool().getConnection();
                var query = connection.prepareStatement(
                        "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'signal'");
                var row = query.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = TestDatabase.POSTGRESQL_18.pool().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
