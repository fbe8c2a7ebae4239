package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.WorkerId;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.TokenRequest;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Listener;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A shop that confirms its orders in the chat: an order and the message about it, both or neither. */
final class HostTransactionTest {

    private static final String SCHEMA = "host_transaction";

    private final Caller ann = Caller.user("ann-" + Chat.id());

    private JdbiStorage storage;

    private SessionCore core;

    private ThreadId thread;

    @AfterEach
    void close() {
        core.close();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void an_order_that_is_committed_is_there_with_its_message(TestDatabase database) throws SQLException {
        open(database);
        try (var connection = transaction(database)) {
            order(connection, "a ticket to Lisbon");
        }

        assertEquals(1, orders(database));
        assertEquals(List.of("You ordered a ticket to Lisbon."), said());
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void a_token_that_is_revoked_within_is_of_no_use_once_that_is_committed(TestDatabase database) throws SQLException {
        open(database);
        var admin = Caller.admin("operator");
        var token = core.administration().issue(admin, new TokenRequest(ann, Duration.ofHours(1)), RequestKey.none());
        var credential = new Credential.Bearer(token.secret());
        try (var connection = transaction(database)) {
            var inside = core.within(storage.joining(connection));
            inside.administration().revoke(admin, token.id());
            assertThrows(Unauthenticated.class, () -> inside.administration().authenticate(credential));
            core.administration().authenticate(credential);

            connection.commit();
            inside.committed();
        }

        assertThrows(Unauthenticated.class, () -> core.administration().authenticate(credential));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void an_order_that_fails_leaves_no_message_and_no_order(TestDatabase database) throws SQLException {
        open(database);
        try (var connection = transaction(database)) {
            assertThrows(SQLException.class, () -> order(connection, "x".repeat(101)));
            connection.rollback();

            say(connection, "You ordered nothing.");
            insert(connection, "nothing");
            connection.rollback();
        }

        assertEquals(0, orders(database));
        assertEquals(List.of(), said());
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void a_question_is_answered_once_the_host_says_that_it_has_committed(TestDatabase database) throws SQLException {
        open(database);
        Reply asked;
        try (var connection = transaction(database)) {
            var chat = core.within(storage.joining(connection));
            asked = chat.replies().ask(ann, thread, Question.of("Where is my ticket?"), RequestKey.none());
            assertEquals(ReplyStatus.QUEUED, asked.status());
            connection.commit();
            chat.committed();
        }

        var answered = core.replies().await(ann, asked.id(), Duration.ofSeconds(30));

        assertEquals(ReplyStatus.FINISHED, answered.status());
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void nothing_is_awaited_claimed_or_followed_within(TestDatabase database) throws SQLException {
        open(database);
        try (var connection = transaction(database)) {
            var chat = core.within(storage.joining(connection));
            var asked = chat.replies().ask(ann, thread, Question.of("Where is my ticket?"), RequestKey.none());
            var feed = new Feed.OfThread(thread);
            var listener = Listener.ofAnswers(word -> {});

            assertThrows(
                    IllegalStateException.class, () -> chat.replies().await(ann, asked.id(), Duration.ofSeconds(1)));
            assertThrows(
                    IllegalStateException.class,
                    () -> chat.replies().claim(new Caller.Worker(new WorkerId("worker")), 1));
            assertThrows(
                    IllegalStateException.class, () -> chat.live().subscribe(ann, feed, new StartAt.Head(), listener));
            connection.rollback();
        }
    }

    private void order(Connection connection, String item) throws SQLException {
        var chat = core.within(storage.joining(connection));
        var confirmation = NewMessage.assistant("You ordered " + item + ".");
        chat.threads().append(ann, thread, List.of(confirmation), RequestKey.none());
        insert(connection, item);
        connection.commit();
        chat.committed();
    }

    private void say(Connection connection, String text) {
        core.within(storage.joining(connection))
                .threads()
                .append(ann, thread, List.of(NewMessage.assistant(text)), RequestKey.none());
    }

    private List<String> said() {
        return core.threads().transcript(ann, thread, PageRequest.first(50)).messages().stream()
                .map(Message::text)
                .toList();
    }

    private void open(TestDatabase database) throws SQLException {
        storage = JdbiStorage.builder(database.pool()).schema(SCHEMA).build();
        core = SessionCore.builder().storage(storage).build();
        var session =
                core.sessions().open(ann, SessionStart.of(SessionKind.CHAT).withKey("shop"));
        thread =
                core.threads().open(ann, session.id(), ThreadStart.of("orders")).id();
        try (var connection = database.pool().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("drop table if exists shop_orders");
            statement.execute("create table shop_orders (item varchar(100))");
        }
    }

    private static Connection transaction(TestDatabase database) throws SQLException {
        var connection = database.pool().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void insert(Connection connection, String item) throws SQLException {
        try (var statement = connection.prepareStatement("insert into shop_orders (item) values (?)")) {
            statement.setString(1, item);
            statement.execute();
        }
    }

    private static int orders(TestDatabase database) throws SQLException {
        try (var connection = database.pool().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from shop_orders")) {
            row.next();
            return row.getInt(1);
        }
    }
}
