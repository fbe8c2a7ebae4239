package dev.chatsessions.adapter.jdbi;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.chatsessions.Caller;
import dev.chatsessions.DeviceId;
import dev.chatsessions.JsonValue;
import dev.chatsessions.LinkId;
import dev.chatsessions.LogScope;
import dev.chatsessions.PageRequest;
import dev.chatsessions.Provider;
import dev.chatsessions.ReplyId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.TokenCount;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Question;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.ThreadStore.LockedThread;
import dev.chatsessions.thread.ThreadPath;
import dev.chatsessions.webhook.Delivery;
import dev.chatsessions.webhook.Receipt;
import dev.chatsessions.webhook.Segment;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How often the network is crossed on PostgreSQL. */
@Tag(TestDatabase.NOT_THE_JDK)
final class RoundTripsTest {

    private final Recorder recorder = new Recorder(TestDatabase.POSTGRESQL_18.pool());

    private final JdbiStorage storage =
            JdbiStorage.builder(recorder.source()).schema("round_trips").build();

    private Chat chat;

    @BeforeEach
    void start() {
        chat = Chat.started(storage, "anna-" + Chat.id());
        recorder.take();
    }

    @Test
    void a_turn_is_two_round_trips() {
        chat.turn(storage, "Where to?", "Lisbon.");

        var sent = recorder.take();
        assertEquals(2, sent.size(), sent::toString);
        assertTrue(sent.get(0).sql().contains("for update"), sent::toString);
        assertTrue(sent.get(1).sql().endsWith(";\ncommit"), sent::toString);
        assertEquals(2, chat.newest(storage, 50).size());
    }

    @Test
    void a_read_is_one_round_trip_and_its_end() {
        chat.newest(storage, 50);

        assertEquals(2, recorder.take().size());
    }

    @Test
    void a_glance_is_one_round_trip_and_knows_the_time() {
        var page = storage.glance(stores ->
                stores.messages().history(chat.access(), chat.thread(), 100, 50).isPresent()
                        && stores.now().isAfter(Instant.EPOCH));

        assertTrue(page);
        assertEquals(1, recorder.take().size());
    }

    @Test
    void a_glance_at_one_thing_is_its_statement_behind_the_time_outs() {
        storage.glance(stores -> stores.sessions().find(chat.access(), chat.session()));

        var sent = recorder.take();
        assertEquals(List.of(List.of("select", "select")), firstWords(sent));
        assertTrue(
                sent.get(0)
                        .sql()
                        .startsWith("select set_config('lock_timeout', '2000', true),"
                                + " set_config('statement_timeout', '5000', true),"),
                sent::toString);
    }

    @Test
    void a_glance_at_the_time_is_one_statement() {
        storage.glance(Stores::now);

        assertEquals(List.of(List.of("select")), firstWords(recorder.take()));
    }

    @Test
    void a_glance_at_several_things_sees_one_state_of_them() {
        storage.glance(stores -> stores.messages().history(chat.access(), chat.thread(), 100, 50));

        var sent = recorder.take();
        assertEquals(List.of(List.of("begin", "select", "select", "select", "commit")), firstWords(sent));
        assertTrue(sent.get(0).sql().startsWith("begin isolation level repeatable read"), sent::toString);
    }

    @Test
    void a_glance_that_asks_again_is_a_read() {
        var runs = new AtomicInteger();

        var both = storage.glance(stores -> {
            runs.incrementAndGet();
            return stores.sessions().find(chat.access(), chat.session()).isPresent()
                    && stores.threads().find(chat.access(), chat.thread()).isPresent();
        });

        assertTrue(both);
        assertEquals(2, runs.get());
        var sent = recorder.take();
        assertEquals(1 + 3, sent.size(), sent::toString);
    }

    @Test
    void a_connection_is_as_good_after_a_failed_glance() {
        assertThrows(
                IllegalCallerException.class,
                () -> storage.glance(stores -> {
                    stores.sessions().find(chat.access(), chat.session());
                    throw new IllegalCallerException("the work gives up");
                }));

        chat.turn(storage, "Where to?", "Lisbon.");

        assertEquals(2, chat.newest(storage, 50).size());
    }

    @Test
    void a_question_and_its_answer_are_four_round_trips_and_two_commits() {
        try (var core = SessionCore.builder()
                .storage(storage)
                .housekeeping(Housekeeping.external())
                .assistant((turn, sink) -> sink.consumed(TokenCount.measured("silent", 1, 0)))
                .build()) {
            var told = core.replies()
                    .answer(
                            Caller.user(chat.owner().value()),
                            chat.thread(),
                            Question.of("Where to?"),
                            RequestKey.none(),
                            Duration.ofSeconds(30));

            var sent = recorder.take();
            assertEquals(Optional.of(FinishReason.COMPLETE), told.reply().finishReason());
            assertEquals(4, sent.size(), sent::toString);
            assertEquals(
                    2,
                    sent.stream()
                            .filter(one -> one.sql().contains("insert into")
                                    && one.sql().endsWith("commit"))
                            .count());
        }
    }

    @Test
    void a_delivery_into_a_conversation_that_goes_on_is_two_round_trips() {
        var device = new DeviceId(new Provider("omi"), "necklace-" + Chat.id());
        var link = new DeviceLink(
                new LinkId(Chat.id()), device, chat.owner(), Instant.parse("2026-01-01T00:00:00Z"), Optional.empty());
        storage.write(stores -> stores.deviceLinks().insert(link));
        try (var core = SessionCore.builder()
                .storage(storage)
                .housekeeping(Housekeeping.external())
                .build()) {
            deliver(core, device, "Good", 1);
            recorder.take();

            var receipt = deliver(core, device, "morning.", 2);

            var sent = recorder.take();
            assertEquals(new Receipt(1, 0, 0, true, Optional.empty()), receipt);
            assertEquals(2, sent.size(), sent::toString);
            assertTrue(sent.get(0).sql().contains("for update"), sent::toString);
            assertTrue(sent.get(1).sql().endsWith("commit"), sent::toString);
        }
    }

    private static Receipt deliver(SessionCore core, DeviceId device, String text, int second) {
        var start = Duration.ofSeconds(second);
        var segment = new Segment(Optional.of("s" + second), text, Optional.empty(), true, start, start);
        var delivery = new Delivery(device.provider(), Optional.of(device), device.uid(), List.of(segment), 0);
        return core.webhooks().deliver(new Caller.Device(device), delivery, RequestKey.none());
    }

    @Test
    void the_words_of_many_answers_are_two_round_trips_and_as_many_statements_as_those_of_one() {
        var one = statementsToAppend(runningReplies(9));
        var many = statementsToAppend(runningReplies(60));

        assertEquals(one, many);
        assertEquals(2, one.size(), one::toString);
        assertEquals(List.of("begin", "select", "select", "select"), one.get(0));
        assertEquals(List.of("with", "commit"), one.get(1));
    }

    @Test
    void the_turns_of_many_chats_are_two_round_trips_and_as_many_statements_as_those_of_few() {
        var few = statementsOfTurns(started(3));
        var many = statementsOfTurns(started(20));

        assertEquals(few, many);
        assertEquals(2, few.size(), few::toString);
        assertEquals(List.of("begin", "select", "select", "select"), few.get(0));
        assertEquals(List.of("with", "commit"), few.get(1));
    }

    private List<Chat> started(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> Chat.started(storage, "anna-" + Chat.id()))
                .toList();
    }

    private List<List<String>> statementsOfTurns(List<Chat> chats) {
        recorder.take();
        storage.write(stores -> {
            var locked = stores.threads().tryLockAll(chats.stream().collect(toMap(Chat::thread, Chat::access)));
            for (var one : chats) {
                var thread = locked.stream()
                        .map(LockedThread::thread)
                        .filter(found -> found.id().equals(one.thread()))
                        .findFirst();
                one.turn(stores, thread.orElseThrow(), "Where to?", "Lisbon.");
            }
            return chats.size();
        });
        var sent = recorder.take();
        chats.forEach(one -> assertEquals(2, one.newest(storage, 50).size()));
        return firstWords(sent);
    }

    private List<ReplyId> runningReplies(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> storage.write(
                        stores -> Chat.started(stores, "anna-" + Chat.id()).runningReply(stores)))
                .toList();
    }

    /** The first words of the statements of each round trip. */
    private List<List<String>> statementsToAppend(List<ReplyId> replies) {
        recorder.take();
        var written = storage.write(stores -> {
            var all = stores.replies().tryLockAll(new SessionAccess.Any(), replies);
            all.forEach(locked -> Chat.append(stores, locked.stored(), "word "));
            return all.size();
        });
        assertEquals(replies.size(), written);
        return firstWords(recorder.take());
    }

    private static List<List<String>> firstWords(List<Recorder.Sent> trips) {
        return trips.stream()
                .map(trip -> trip.split().stream()
                        .map(part -> part.sql().split("\\s")[0])
                        .toList())
                .toList();
    }

    @Test
    void a_page_of_a_thread_is_one_round_trip_from_its_keys() {
        try (var core = SessionCore.builder()
                .storage(storage)
                .housekeeping(Housekeeping.external())
                .build()) {
            var session = core.sessions().find(Caller.user(chat.owner().value()), chat.session());
            var thread = core.threads().find(Caller.user(chat.owner().value()), chat.thread());
            recorder.take();

            var page = core.threads()
                    .transcript(
                            Caller.user(chat.owner().value()),
                            new ThreadPath(session.kind(), session.key(), thread.key()),
                            PageRequest.first(50));

            assertTrue(page.isPresent());
            assertEquals(1, recorder.take().size());
        }
    }

    @Test
    void a_transaction_begins_with_its_first_round_trip() {
        chat.newest(storage, 50);
        chat.turn(storage, "Where to?", "Lisbon.");

        var sent = recorder.take();
        assertTrue(sent.get(0).sql().startsWith("begin isolation level repeatable read"), sent::toString);
        assertTrue(sent.get(2).sql().startsWith("begin isolation level read committed"), sent::toString);
    }

    @Test
    void a_failed_work_is_rolled_back_in_one_more() {
        assertThrows(
                IllegalCallerException.class,
                () -> storage.write(stores -> {
                    stores.sessions().lock(new SessionAccess.Any(), chat.session());
                    throw new IllegalCallerException("the work gives up");
                }));

        var sent = recorder.take();
        assertEquals(2, sent.size(), sent::toString);
        assertEquals("rollback", sent.get(1).sql());
    }

    @Test
    void a_lock_that_nothing_came_of_is_let_go_and_not_committed() {
        storage.write(stores -> stores.sessions().lock(new SessionAccess.Any(), chat.session()));

        assertEquals("rollback", recorder.take().get(1).sql());
    }

    @Test
    void a_statement_is_planned_once_and_not_each_time() throws SQLException {
        var one = new HikariConfig();
        one.setJdbcUrl(TestDatabase.POSTGRESQL_18.url());
        one.setMaximumPoolSize(1);
        try (var pool = new HikariDataSource(one);
                var planning = JdbiStorage.builder(pool).schema("round_trips").build()) {
            for (var times = 0; times < 20; times++) {
                planning.write(
                        stores -> stores.sessions().tryLockAll(new SessionAccess.Any(), List.of(chat.session())));
            }

            assertEquals(0, plannedAnew(pool));
        }
    }

    private static int plannedAnew(HikariDataSource pool) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        select sum(custom_plans) from pg_prepared_statements where statement like '%for update%'""")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void a_work_that_asks_for_nothing_is_none() {
        storage.write(stores -> stores.sessions() != null);

        assertEquals(0, recorder.take().size());
    }

    @Test
    void a_session_without_a_name_is_started_in_two_round_trips() {
        try (var core = SessionCore.builder()
                .storage(storage)
                .housekeeping(Housekeeping.external())
                .build()) {
            var caller = Caller.user(chat.owner().value());
            core.sessions().find(caller, chat.session());
            recorder.take();

            core.sessions().start(caller, SessionStart.of(SessionKind.SHARED), RequestKey.none());

            assertEquals(
                    List.of(List.of("begin", "select", "insert", "select", "select"), List.of("with", "commit")),
                    firstWords(recorder.take()));
        }
    }

    @Test
    void a_use_of_a_session_is_noted_in_two_round_trips() {
        try (var core = SessionCore.builder()
                .storage(storage)
                .housekeeping(Housekeeping.external())
                .build()) {
            core.sessions().extend(Caller.user(chat.owner().value()), chat.session());

            assertEquals(
                    List.of(List.of("begin", "select", "select", "select"), List.of("update", "commit")),
                    firstWords(recorder.take()));
        }
    }

    @Test
    void sessions_that_nobody_used_are_moved_together_each_row_once() {
        var unused = started(20);
        recorder.take();

        storage.write(stores -> {
            var locked = stores.sessions()
                    .tryLockAll(
                            new SessionAccess.Any(),
                            unused.stream().map(Chat::session).toList());
            for (var one : locked) {
                var next = one.session().agedTo(SessionStatus.TERMINATED, stores.now());
                stores.sessions().replace(next);
                stores.events()
                        .append(
                                new LogScope.OfSession(next.id()),
                                new EventBody(
                                        "session_changed",
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        JsonValue.Fields.EMPTY));
            }
            return locked.size();
        });

        assertEquals(
                List.of(List.of("begin", "select", "select", "select"), List.of("with", "commit")),
                firstWords(recorder.take()));
    }

    @Test
    void what_waits_is_sent_before_the_next_read() {
        storage.write(stores -> {
            stores.sessions().lock(new SessionAccess.Any(), chat.session());
            stores.sessions().touch(chat.session(), stores.now());
            return stores.sessions().find(chat.access(), chat.session());
        });

        var sent = recorder.take();
        assertEquals(3, sent.size(), sent::toString);
        assertTrue(sent.get(1).sql().startsWith("update"), sent::toString);
    }
}
