package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.Stale;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.live.Feed;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionEvent.SessionChanged;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.SessionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions under their keys: started, opened, renamed, listed and deleted. */
abstract class SessionUseCases extends UseCases {

    private static final SessionStart TRIP =
            SessionStart.of(SessionKind.CHAT).withKey("trip").withTitle("To the sea");

    @ParameterizedTest
    @EnumSource(SessionKind.class)
    void a_started_session_is_as_it_was_asked_for(SessionKind kind) {
        employ(ANN, ROBOT);
        var start = startOf(kind).withKey("k").withTitle("A title");

        var session = chat.sessions().start(ANN, start, RequestKey.none());

        assertEquals(kind, session.kind());
        assertEquals(Optional.of(ANN.id()), session.owner());
        assertEquals("k", session.key());
        assertEquals(Optional.of("A title"), session.title());
        assertEquals(SessionStatus.ACTIVE, session.status());
        assertEquals(start.answerer(), session.answerer());
        assertEquals(session.createdAt(), session.lastActivityAt());
        assertEquals(session, chat.sessions().find(ANN, session.id()));
        assertEquals(Optional.of(session), chat.sessions().findByKey(ANN, kind, "k"));
        assertEquals(List.of("session_started"), kinds(log(ANN, feed(session))));
    }

    @Test
    void a_session_nobody_named_has_a_name_of_its_own() {
        var one = session(ANN, SessionKind.CHAT);
        var other = session(ANN, SessionKind.CHAT);

        assertNotEquals(one.key(), other.key());
        assertEquals(Optional.of(one), chat.sessions().findByKey(ANN, SessionKind.CHAT, one.key()));
    }

    @Test
    void a_key_is_held_once_per_owner_and_kind() {
        chat.sessions().start(ANN, TRIP, RequestKey.none());

        conflict("key-taken", () -> chat.sessions().start(ANN, TRIP, RequestKey.none()));

        chat.sessions().start(BOB, TRIP, RequestKey.none());
        chat.sessions().start(ANN, SessionStart.of(SessionKind.WORKFLOW).withKey("trip"), RequestKey.none());
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionStatus.class,
            names = {"TERMINATED", "ARCHIVED"})
    void a_session_that_is_over_for_good_frees_its_key(SessionStatus status) {
        var old = chat.sessions().start(ANN, TRIP, RequestKey.none());
        if (status == SessionStatus.ARCHIVED) {
            chat.sessions().archive(ANN, old.id(), ExpectedVersion.any());
        } else {
            chat.sessions().end(ANN, old.id(), ExpectedVersion.any());
        }

        assertEquals(Optional.empty(), chat.sessions().findByKey(ANN, SessionKind.CHAT, "trip"));
        var next = chat.sessions().open(ANN, TRIP);

        assertNotEquals(old.id(), next.id());
        assertEquals(status, chat.sessions().find(ANN, old.id()).status());
    }

    @Test
    void a_completed_session_holds_its_key() {
        var session = chat.sessions().start(ANN, TRIP, RequestKey.none());
        var completed = chat.sessions().complete(ANN, session.id(), ExpectedVersion.any());

        assertEquals(completed, chat.sessions().open(ANN, TRIP));
        conflict("key-taken", () -> chat.sessions().start(ANN, TRIP, RequestKey.none()));
    }

    @Test
    void to_open_a_session_again_gives_the_same_one_and_tells_nothing() {
        var first = chat.sessions().open(ANN, TRIP);
        var log = log(ANN, feed(first));

        assertEquals(first, chat.sessions().open(ANN, TRIP));

        assertEquals(log, log(ANN, feed(first)));
        assertEquals(1, log(ANN, new Feed.OfUser(ANN.id())).size());
    }

    @Test
    void sessions_that_race_for_a_key_are_one() {
        var opened = Collision.allServed(
                8, party -> () -> chat.sessions().open(ANN, TRIP).id());

        assertEquals(1, opened.stream().distinct().count());
        assertEquals(1, all(ANN).size());
        assertEquals(1, log(ANN, new Feed.OfUser(ANN.id())).size());
    }

    @Test
    void looking_for_a_session_creates_none() {
        assertEquals(Optional.empty(), chat.sessions().findByKey(ANN, SessionKind.CHAT, "trip"));

        assertEquals(List.of(), all(ANN));
    }

    @Test
    void names_are_one_to_two_hundred_characters() {
        for (var bad : List.of("", " ", "x".repeat(201), "a\u0000b", "a\nb")) {
            refused(Invalid.class, "validation-failed", () -> chat.sessions().open(ANN, TRIP.withKey(bad)));
            refused(Invalid.class, "validation-failed", () -> chat.sessions().open(ANN, TRIP.withTitle(bad)));
        }

        chat.sessions().open(ANN, TRIP.withKey("\uD83D\uDC33".repeat(200)).withTitle("x".repeat(200)));
    }

    @Test
    void an_answerer_fits_the_kind() {
        var misfit = new SessionStart(SessionKind.SHARED, Optional.empty(), Optional.empty(), new Answerer.Assistant());

        refused(Invalid.class, "validation-failed", () -> chat.sessions().start(ANN, misfit, RequestKey.none()));
    }

    @Test
    void a_session_is_renamed_by_who_saw_its_version() {
        var session = chat.sessions().open(ANN, TRIP);

        var renamed = chat.sessions().rename(ANN, session.id(), Optional.empty(), ExpectedVersion.of(1));

        assertEquals(Optional.empty(), renamed.title());
        assertEquals(2, renamed.version());
        refused(
                Stale.class,
                "stale-version",
                () -> chat.sessions().rename(ANN, session.id(), Optional.of("Home"), ExpectedVersion.of(1)));
        refused(Stale.class, "stale-version", () -> chat.sessions().end(ANN, session.id(), ExpectedVersion.of(1)));
        var last = log(ANN, feed(session)).get(1);
        assertEquals(Optional.empty(), ((SessionChanged) last).title());
        assertEquals(renamed, chat.sessions().find(ANN, session.id()));
    }

    @Test
    void to_rename_a_session_to_its_own_title_changes_and_tells_nothing() {
        var session = chat.sessions().open(ANN, TRIP);

        assertEquals(session, chat.sessions().rename(ANN, session.id(), session.title(), ExpectedVersion.of(1)));

        assertEquals(1, log(ANN, feed(session)).size());
    }

    @Test
    void a_version_moves_with_what_clients_edit_and_never_with_activity() {
        var session = chat.sessions().open(ANN, TRIP);
        backend.advance(Duration.ofMinutes(1));

        answered(ANN, threadIn(ANN, session.id()).id(), "Hello");

        var now = chat.sessions().find(ANN, session.id());
        assertEquals(session.version(), now.version());
        assertTrue(now.lastActivityAt().isAfter(session.lastActivityAt()));
    }

    private List<Session> all(Caller caller) {
        return chat.sessions()
                .list(caller, SessionFilter.all(), PageRequest.first(10))
                .items();
    }
}
