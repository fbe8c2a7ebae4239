package dev.chatsessions.adapter.inmemory;

import static dev.chatsessions.adapter.inmemory.Samples.ANNA;
import static dev.chatsessions.adapter.inmemory.Samples.LOG;
import static dev.chatsessions.adapter.inmemory.Samples.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.SessionId;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class ByActivityTest {

    private static final int MANY = 3_000;

    private final ByActivity order = new ByActivity();

    private final List<KeptSession> kept = new ArrayList<>();

    @Test
    void a_session_is_where_it_was_last_active_however_often_that_changed() {
        start(3);
        for (var second = 10; second < 20; second++) {
            touch(0, second);
        }
        assertEquals(List.of(id(0), id(2), id(1)), latestFirst());

        touch(1, 30);
        touch(2, 40);

        assertEquals(List.of(id(2), id(1), id(0)), latestFirst());
    }

    @Test
    void a_session_moves_between_the_orders_of_its_statuses_and_out_of_all() {
        start(1);
        assertEquals(1, order.ofPhase(SessionKind.CHAT, SessionStatus.ACTIVE).size());

        become(0, kept.get(0).session().map(session -> session.movedTo(SessionStatus.PAUSED, NOON)));
        assertEquals(0, order.ofPhase(SessionKind.CHAT, SessionStatus.ACTIVE).size());
        assertEquals(1, order.ofPhase(SessionKind.CHAT, SessionStatus.PAUSED).size());

        become(0, Optional.empty());
        assertEquals(0, order.ofPhase(SessionKind.CHAT, SessionStatus.PAUSED).size());
        assertEquals(List.of(), latestFirst());
    }

    @Test
    void sessions_that_nobody_looked_for_are_in_order_too() {
        start(MANY);

        assertEquals(MANY, order.ofOwner(ANNA).size());
        assertEquals(id(MANY - 1), latestFirst().get(0));
    }

    @Test
    void who_read_at_a_time_see_the_same_order() throws Exception {
        start(1_000);
        var readers = Executors.newFixedThreadPool(8);
        try {
            var seen = readers.invokeAll(Collections.nCopies(8, (Callable<List<SessionId>>) this::latestFirst));
            for (var one : seen) {
                assertEquals(seen.get(0).get(), one.get());
                assertEquals(1_000, one.get().size());
            }
        } finally {
            readers.shutdown();
        }
    }

    private void start(int sessions) {
        for (var number = 0; number < sessions; number++) {
            kept.add(new KeptSession(id(number), new Log(new Journal(), LOG, 1)));
            become(number, Optional.of(session(number)));
        }
    }

    private void touch(int number, int second) {
        become(number, kept.get(number).session().map(session -> session.touchedAt(NOON.plusSeconds(second))));
    }

    private void become(int number, Optional<Session> next) {
        kept.get(number).become(next);
        order.follow(kept.get(number));
    }

    private List<SessionId> latestFirst() {
        return order.ofOwner(ANNA).descending().map(Session::id).toList();
    }

    private static SessionId id(int number) {
        return new SessionId(Samples.id(number));
    }

    private static Session session(int number) {
        return new Session(
                id(number),
                SessionKind.CHAT,
                Optional.of(ANNA),
                "session " + number,
                Optional.empty(),
                SessionStatus.ACTIVE,
                new Answerer.Assistant(),
                NOON,
                NOON,
                Optional.empty(),
                1);
    }
}
