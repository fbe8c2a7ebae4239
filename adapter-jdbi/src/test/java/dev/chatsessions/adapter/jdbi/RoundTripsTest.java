package dev.chatsessions.adapter.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.spi.SessionAccess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often the network is crossed on PostgreSQL. */
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
    void a_work_that_asks_for_nothing_is_none() {
        storage.write(stores -> stores.sessions() != null);

        assertEquals(0, recorder.take().size());
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
