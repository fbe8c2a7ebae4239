package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ClientId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.join.Admission;
import dev.chatsessions.live.Feed;
import dev.chatsessions.presence.Attendance;
import dev.chatsessions.presence.Participant;
import dev.chatsessions.presence.PresenceEvent;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is in a session, on whichever node. */
abstract class PresenceUseCases extends UseCases {

    private static final ClientId PHONE = new ClientId("phone");

    private static final ClientId PAGE = new ClientId("page");

    private static final Duration GRACE = Duration.ofSeconds(10);

    private SessionId session;

    private SessionCore other;

    @BeforeEach
    void start_a_shared_session() {
        session = session(ANN, SessionKind.SHARED).id();
        other = node(new ScriptedAssistant());
    }

    @Test
    void a_client_that_enters_is_there_and_told_of_once() {
        chat.presence().enter(ANN, session, PHONE);
        other.presence().enter(ANN, session, PHONE);
        backend.advance(Duration.ofMillis(1));
        other.presence().enter(ANN, session, PAGE);

        assertEquals(List.of("phone in", "page in"), told());
        assertEquals(List.of(PHONE, PAGE), present(ANN));
        assertEquals(List.of("user:ann", "user:ann"), callers(ANN));
    }

    @Test
    void of_those_who_enter_with_one_client_at_once_one_is_told_of() {
        Collision.allServed(
                6, number -> () -> (number % 2 == 0 ? chat : other).presence().enter(ANN, session, PHONE));

        assertEquals(List.of("phone in"), told());
        assertEquals(List.of(PHONE), present(ANN));
    }

    @Test
    void a_client_has_left_when_it_stays_away_for_the_grace_period() {
        var attendance = chat.presence().enter(ANN, session, PHONE);
        attendance.close();
        attendance.close();
        chat.housekeeping().runOnce();

        backend.advance(GRACE.minusSeconds(2));
        sweepAll();
        assertEquals(List.of("phone in"), told());
        assertEquals(List.of(PHONE), present(ANN));

        backend.advance(Duration.ofSeconds(3));
        assertEquals(List.of(), present(ANN), "before any sweep");
        sweepAll();
        sweepAll();
        assertEquals(List.of("phone in", "phone out"), told());
    }

    @Test
    void a_client_that_is_back_in_time_has_not_left() {
        chat.presence().enter(ANN, session, PHONE).close();
        chat.housekeeping().runOnce();
        backend.advance(GRACE.minusSeconds(2));
        other.presence().enter(ANN, session, PHONE);

        pass(Duration.ofSeconds(30));

        assertEquals(List.of("phone in"), told());
        assertEquals(List.of(PHONE), present(ANN));
    }

    @Test
    void a_client_that_is_back_too_late_left_and_entered() {
        chat.presence().enter(ANN, session, PHONE).close();
        chat.housekeeping().runOnce();
        backend.advance(GRACE.plusSeconds(1));

        other.presence().enter(ANN, session, PHONE);

        assertEquals(List.of("phone in", "phone out", "phone in"), told());
    }

    @Test
    void a_client_stays_while_one_of_its_connections_lasts() {
        var first = chat.presence().enter(ANN, session, PHONE);
        var second = other.presence().enter(ANN, session, PHONE);

        first.close();
        pass(Duration.ofSeconds(30));
        assertEquals(List.of("phone in"), told());

        second.close();
        pass(Duration.ofSeconds(30));
        assertEquals(List.of("phone in", "phone out"), told());
    }

    @Test
    void the_clients_of_a_node_that_died_have_left_when_its_lease_ran_out() {
        other.presence().enter(ANN, session, PHONE);
        backend.advance(Duration.ofMillis(1));
        chat.presence().enter(ANN, session, PAGE);

        passWithoutOther(LEASE.minusSeconds(2));
        assertEquals(List.of(PHONE, PAGE), present(ANN));
        assertEquals(List.of("phone in", "page in"), told());

        passWithoutOther(Duration.ofSeconds(3));
        assertEquals(List.of("phone in", "page in", "phone out"), told());
        assertEquals(List.of(PAGE), present(ANN));
        passWithoutOther(Duration.ofSeconds(30));
        assertEquals(List.of("phone in", "page in", "phone out"), told());
    }

    @Test
    void a_node_that_was_taken_for_dead_brings_its_clients_back() {
        other.presence().enter(ANN, session, PHONE);
        passWithoutOther(LEASE.plusSeconds(2));
        assertEquals(List.of("phone in", "phone out"), told());

        other.housekeeping().runOnce();
        assertEquals(List.of("phone in", "phone out", "phone in"), told());
        assertEquals(List.of(PHONE), present(ANN));
        pass(Duration.ofMinutes(2));
        assertEquals(List.of("phone in", "phone out", "phone in"), told());
    }

    @Test
    void a_node_that_nobody_was_connected_to_takes_another_lease() {
        chat.presence().enter(ANN, session, PHONE).close();
        chat.housekeeping().runOnce();
        backend.advance(LEASE.minusSeconds(1));

        chat.presence().enter(ANN, session, PHONE);
        backend.advance(Duration.ofSeconds(2));
        sweepAll();

        assertEquals(List.of("phone in", "phone out", "phone in"), told());
        assertEquals(List.of(PHONE), present(ANN));
    }

    @Test
    void one_lease_of_a_node_keeps_all_of_its_clients() {
        for (var number = 0; number < 20; number++) {
            chat.presence().enter(ANN, session, new ClientId("client-" + number));
        }

        pass(Duration.ofMinutes(2));

        assertEquals(20, present(ANN).size());
        assertEquals(20, told().size());
    }

    @Test
    void the_clients_of_a_node_that_is_closed_leave() {
        var closing = node(new ScriptedAssistant());
        closing.presence().enter(ANN, session, PHONE);

        closing.close();

        backend.advance(GRACE.plusSeconds(1));
        assertEquals(List.of(), present(ANN));
        chat.housekeeping().runOnce();
        assertEquals(List.of("phone in", "phone out"), told());
    }

    @Test
    void callers_are_told_apart_though_their_clients_have_one_name() {
        var token = chat.joinTokens().issue(ANN, session, Admission.READ, Optional.empty(), RequestKey.none());
        var guest =
                chat.joinTokens().redeem(new Credential.Bearer(token.secret())).guest();
        chat.presence().enter(ANN, session, PHONE);
        backend.advance(Duration.ofMillis(1));
        chat.presence().enter(guest, session, PHONE);

        assertEquals(List.of("user:ann", "guest:" + token.id()), callers(guest));
        assertEquals(List.of("user:ann", "guest:" + token.id()), callers(ADMIN));
        assertEquals(2, told().size());
    }

    @Test
    void who_is_in_many_sessions_is_told_at_once_of_those_that_one_may_see() {
        var empty = session(ANN, SessionKind.SHARED).id();
        var bobs = session(BOB, SessionKind.SHARED).id();
        chat.presence().enter(ANN, session, PHONE);
        backend.advance(Duration.ofMillis(1));
        other.presence().enter(ANN, session, PAGE);
        other.presence().enter(BOB, bobs, PHONE);
        var all = List.of(session, empty, bobs);

        assertEquals(
                Map.of(
                        session,
                        chat.presence().list(ANN, session),
                        bobs,
                        chat.presence().list(BOB, bobs)),
                chat.presence().list(ADMIN, all));
        assertEquals(Set.of(session), chat.presence().list(ANN, all).keySet());
        assertEquals(Map.of(), chat.presence().list(ANN, List.of(bobs)));
        assertThrows(Invalid.class, () -> chat.presence().list(ANN, Collections.nCopies(1_001, session)));
    }

    @Test
    void nobody_enters_what_is_not_his_or_over() {
        assertThrows(NotFound.class, () -> chat.presence().enter(BOB, session, PHONE));
        assertThrows(NotFound.class, () -> chat.presence().list(BOB, session));
        chat.sessions().end(ANN, session, ExpectedVersion.any());
        conflict("session-ended", () -> chat.presence().enter(ANN, session, PHONE));
        chat.sessions().delete(ANN, session);
        assertThrows(Gone.class, () -> chat.presence().enter(ANN, session, PHONE));
    }

    @Test
    void nothing_is_told_in_a_session_that_is_over() {
        chat.presence().enter(ANN, session, PHONE).close();
        chat.sessions().end(ANN, session, ExpectedVersion.any());

        pass(Duration.ofMinutes(1));

        assertEquals(List.of("phone in"), told());
        assertEquals(List.of(), present(ANN));
    }

    @Test
    void a_session_has_so_many_connections_and_no_more() {
        var attendances = new ArrayList<Attendance>();
        for (var number = 0; number < 256; number++) {
            attendances.add(chat.presence().enter(ANN, session, PHONE));
        }

        conflict("too-many-connections", () -> chat.presence().enter(ANN, session, PHONE));

        attendances.get(0).close();
        chat.housekeeping().runOnce();
        backend.advance(GRACE.plusSeconds(1));
        chat.housekeeping().runOnce();
        chat.presence().enter(ANN, session, PHONE);
    }

    @Test
    void a_client_that_comes_and_goes_takes_no_more_room_than_one() {
        for (var number = 0; number < 300; number++) {
            (number % 2 == 0 ? chat : other)
                    .presence()
                    .enter(ANN, session, PHONE)
                    .close();
            if (number % 50 == 0) {
                sweepAll();
            }
        }
        sweepAll();

        chat.presence().enter(ANN, session, PAGE);
        assertEquals(List.of("phone in", "page in"), told());
    }

    @Test
    void no_guest_keeps_others_out() {
        var guest = guest();
        for (var number = 0; number < 16; number++) {
            chat.presence().enter(guest, session, new ClientId("open-" + number));
        }
        conflict("too-many-connections", () -> other.presence().enter(guest, session, PHONE));

        other.presence().enter(ANN, session, PHONE);
        chat.presence().enter(guest(), session, PHONE);
    }

    @Test
    void whoever_comes_and_goes_under_ever_new_names_is_remembered_by_the_latest_only() {
        var guest = guest();
        for (var number = 0; number < 20; number++) {
            backend.advance(Duration.ofMillis(1));
            chat.presence()
                    .enter(guest, session, new ClientId("name-" + number))
                    .close();
        }
        backend.advance(Duration.ofMillis(1));
        chat.presence().enter(guest, session, PHONE);

        assertEquals(17, present(ANN).size());
        assertEquals(new ClientId("name-4"), present(ANN).get(0));
        assertEquals(4, told().stream().filter(each -> each.endsWith(" out")).count());
    }

    private Caller guest() {
        var token = chat.joinTokens().issue(ANN, session, Admission.READ, Optional.empty(), RequestKey.none());
        return chat.joinTokens().redeem(new Credential.Bearer(token.secret())).guest();
    }

    @Test
    void a_session_is_over_an_hour_after_its_last_use_and_no_sooner() {
        var attendance = chat.presence().enter(ANN, session, PHONE);
        backend.advance(Duration.ofSeconds(29));
        attendance.active();
        chat.housekeeping().runOnce();
        attendance.close();
        backend.advance(Duration.ofSeconds(2));
        chat.housekeeping().runOnce();

        backend.advance(Duration.ofMinutes(60).minusSeconds(3));
        sweepAll();
        assertTrue(chat.sessions().find(ANN, session).status().isLive(), "an hour has not passed since it was used");
        backend.advance(Duration.ofSeconds(2));
        sweepAll();
        assertEquals(SessionStatus.EXPIRED, chat.sessions().find(ANN, session).status());
    }

    @Test
    void a_node_that_is_closed_notes_what_was_used() {
        var closing = node(new ScriptedAssistant());
        var attendance = closing.presence().enter(ANN, session, PHONE);
        var entered = chat.sessions().find(ANN, session).lastActivityAt();
        backend.advance(Duration.ofSeconds(10));
        attendance.active();

        closing.close();

        assertTrue(chat.sessions().find(ANN, session).lastActivityAt().isAfter(entered));
    }

    @Test
    void what_clients_do_keeps_the_session() {
        var attendance = chat.presence().enter(ANN, session, PHONE);
        for (var quarter = 0; quarter < 6; quarter++) {
            backend.advance(Duration.ofMinutes(15));
            attendance.active();
            sweepAll();
        }
        assertTrue(chat.sessions().find(ANN, session).status().isLive());

        backend.advance(Duration.ofMinutes(59));
        sweepAll();
        assertTrue(chat.sessions().find(ANN, session).status().isLive());
        backend.advance(Duration.ofMinutes(1));
        sweepAll();
        assertEquals(SessionStatus.EXPIRED, chat.sessions().find(ANN, session).status());
    }

    @Test
    void however_much_clients_do_it_is_noted_seldom() {
        var attendance = chat.presence().enter(ANN, session, PHONE);
        var entered = chat.sessions().find(ANN, session).lastActivityAt();

        backend.advance(Duration.ofSeconds(5));
        attendance.active();
        attendance.active();
        chat.housekeeping().runOnce();

        assertEquals(entered, chat.sessions().find(ANN, session).lastActivityAt());
    }

    @Test
    void a_use_that_could_not_be_noted_is_noted_in_the_next_round() {
        var line = new MortalStorage(backend.storage());
        var cut = cut(line);
        var attendance = cut.presence().enter(ANN, session, PHONE);
        var entered = chat.sessions().find(ANN, session).lastActivityAt();
        backend.advance(Duration.ofMinutes(1));
        cut.housekeeping().runOnce();

        attendance.active();
        line.dieAfter(1);
        cut.housekeeping().runOnce();
        assertEquals(entered, chat.sessions().find(ANN, session).lastActivityAt());

        line.revive();
        cut.housekeeping().runOnce();
        assertTrue(chat.sessions().find(ANN, session).lastActivityAt().isAfter(entered));
    }

    @Test
    void those_who_left_at_once_are_noted_some_at_a_time() {
        var line = new MortalStorage(backend.storage());
        var cut = cut(line);
        var attendances = new ArrayList<Attendance>();
        for (var number = 0; number < 201; number++) {
            attendances.add(cut.presence().enter(ANN, session, PHONE));
        }

        attendances.forEach(Attendance::close);
        line.dieAfter(2);
        cut.housekeeping().runOnce();
        assertEquals(200, left());

        line.revive();
        cut.housekeeping().runOnce();
        assertEquals(201, left());
    }

    /** A node that loses its storage now and then. */
    private SessionCore cut(MortalStorage line) {
        return opened(SessionCore.builder()
                .storage(line)
                .assistant(new ScriptedAssistant())
                .housekeeping(Housekeeping.external())
                .adminToken(ADMIN_TOKEN)
                .build());
    }

    private int left() {
        return backend.storage()
                .read(stores -> stores.presence().left(stores.now().plus(GRACE), 1_000))
                .size();
    }

    /** So much time, as it passes where all nodes do their rounds. */
    private void pass(Duration time) {
        for (var passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusSeconds(10)) {
            sweepAll();
            backend.advance(Duration.ofSeconds(10));
        }
        sweepAll();
        sweepAll();
    }

    private void passWithoutOther(Duration time) {
        for (var passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusSeconds(1)) {
            backend.advance(Duration.ofSeconds(1));
            chat.housekeeping().runOnce();
        }
    }

    private void sweepAll() {
        chat.housekeeping().runOnce();
        other.housekeeping().runOnce();
    }

    private List<ClientId> present(Caller caller) {
        return chat.presence().list(caller, session).stream()
                .map(Participant::client)
                .toList();
    }

    private List<String> callers(Caller caller) {
        return chat.presence().list(caller, session).stream()
                .map(Participant::caller)
                .toList();
    }

    private List<String> told() {
        return log(ANN, new Feed.OfSession(session)).stream()
                .filter(PresenceEvent.class::isInstance)
                .map(PresenceEvent.class::cast)
                .map(event -> event.client() + (event.present() ? " in" : " out"))
                .toList();
    }
}
