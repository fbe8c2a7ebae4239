package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatsessions.ChatSessionsException.Unavailable;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What is told when PostgreSQL is lost on the way. */
final class LostConnectionTest {

    /** As the driver sends it: the whole text of a statement, with its end. */
    private static final String COMMIT = "commit\0";

    private final JdbiStorage direct = JdbiStorage.builder(TestDatabase.POSTGRESQL_18.pool())
            .schema("lost")
            .build();

    private CuttingProxy proxy;

    private JdbiStorage storage;

    private Chat chat;

    @BeforeEach
    void start() throws IOException {
        chat = Chat.started(direct, "anna-" + Chat.id());
        proxy = new CuttingProxy(PostgresServers.version(PostgresServers.NEWEST).getPort(), COMMIT);
        var source = new PGSimpleDataSource();
        // Statements that the server remembers would pass without their words.
        source.setURL("jdbc:postgresql://127.0.0.1:" + proxy.port()
                + "/postgres?user=postgres&prepareThreshold=0&socketTimeout=10");
        storage = JdbiStorage.builder(source).schema("lost").build();
        storage.check();
    }

    @AfterEach
    void end() {
        proxy.close();
    }

    @Test
    void a_commit_whose_answer_is_lost_has_an_unknown_outcome_and_is_not_repeated() {
        var runs = new AtomicInteger();
        proxy.cut(CuttingProxy.Cut.AFTER);

        var failure = assertThrows(
                Unavailable.class,
                () -> storage.write(stores -> {
                    runs.incrementAndGet();
                    return chat.turn(stores, "Where to?", "Lisbon.");
                }));

        assertEquals("outcome-unknown", failure.code());
        assertEquals(1, runs.get());
        assertEquals(2, chat.newest(direct, 50).size());
    }

    @Test
    void a_commit_that_never_arrived_has_an_unknown_outcome_too() {
        proxy.cut(CuttingProxy.Cut.BEFORE);

        var failure = assertThrows(Unavailable.class, () -> chat.turn(storage, "Where to?", "Lisbon."));

        assertEquals("outcome-unknown", failure.code());
        assertEquals(0, chat.newest(direct, 50).size());
    }

    @Test
    void a_connection_lost_before_the_commit_stored_nothing() {
        var failure = assertThrows(
                Unavailable.class,
                () -> storage.write(stores -> {
                    var grown = chat.turn(stores, "Where to?", "Lisbon.");
                    proxy.close();
                    return stores.threads().find(chat.access(), grown.id());
                }));

        assertEquals("storage-unavailable", failure.code());
        assertInstanceOf(SQLException.class, failure.getCause(), "an operator reads what the driver said");
        assertEquals(0, chat.newest(direct, 50).size());
    }

    @Test
    void the_next_work_finds_a_connection_again() {
        proxy.cut(CuttingProxy.Cut.BEFORE);
        assertThrows(Unavailable.class, () -> chat.turn(storage, "Where to?", "Lisbon."));

        chat.turn(storage, "Where to?", "Porto.");

        assertEquals(2, chat.newest(direct, 50).size());
    }
}
