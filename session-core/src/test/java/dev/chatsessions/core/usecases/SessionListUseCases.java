package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.JsonValue;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.UserId;
import dev.chatsessions.live.Feed;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionOverview;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.session.StateChange;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadPath;
import dev.chatsessions.thread.UserActivity;
import dev.chatsessions.thread.UserMessages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sessions as they are listed, and deleted. */
abstract class SessionListUseCases extends UseCases {

    private static final SessionStart TRIP =
            SessionStart.of(SessionKind.CHAT).withKey("trip").withTitle("To the sea");

    @Test
    void operators_see_every_session_and_how_much_state_it_has_but_not_what() {
        var chatting = chat.sessions().open(ANN, TRIP);
        var shared = session(BOB, SessionKind.SHARED);
        chat.sessions()
                .changeState(
                        BOB,
                        shared.id(),
                        new StateChange.Put("k", JsonValue.of(1)),
                        ExpectedVersion.any(),
                        RequestKey.none());
        var deleted = session(BOB, SessionKind.SHARED);
        chat.sessions().delete(BOB, deleted.id());

        var first = chat.sessions().listAll(ADMIN, Optional.empty(), PageRequest.first(1));
        var rest = chat.sessions().listAll(ADMIN, Optional.empty(), new PageRequest(1, first.next()));

        assertEquals(shared.id(), first.items().get(0).session().id());
        assertEquals(1, first.items().get(0).stateKeys());
        assertEquals(List.of(new SessionOverview(chatting, 0)), rest.items());
        assertEquals(Optional.empty(), rest.next());
        refused(
                Forbidden.class,
                "forbidden",
                () -> chat.sessions().listAll(ANN, Optional.empty(), PageRequest.first(1)));
    }

    @Test
    void admins_see_who_chatted_lately_and_who_wrote_most() {
        var anns = chat.sessions().open(ANN, TRIP).id();
        say(threadIn(ANN, anns).id(), ANN, 3);
        backend.advance(Duration.ofHours(30));
        var bobs = chat.sessions().open(BOB, TRIP).id();
        var plans = threadIn(BOB, bobs).id();
        say(plans, BOB, 2);
        say(threadIn(BOB, session(BOB, SessionKind.SHARED).id()).id(), BOB, 5);
        backend.advance(Duration.ofMinutes(1));
        chat.sessions().extend(ANN, anns);

        var first = chat.threads().activity(ADMIN, SessionKind.CHAT, 24, PageRequest.first(1));
        var rest = chat.threads().activity(ADMIN, SessionKind.CHAT, 24, new PageRequest(1, first.next()));

        assertEquals(List.of(ANN.id()), users(first.items()));
        assertEquals(List.of(), first.items().get(0).threads());
        assertEquals(List.of(BOB.id()), users(rest.items()));
        assertEquals(
                List.of(chat.threads().find(BOB, plans)), rest.items().get(0).threads());
        assertEquals(Optional.empty(), rest.next());
        assertEquals(
                List.of(new UserMessages(ANN.id(), 3), new UserMessages(BOB.id(), 2)),
                chat.threads().writers(ADMIN, SessionKind.CHAT, 24, 10));
        backend.advance(Duration.ofHours(25));
        assertEquals(
                List.of(),
                chat.threads()
                        .activity(ADMIN, SessionKind.CHAT, 24, PageRequest.first(9))
                        .items());
        assertEquals(List.of(), chat.threads().writers(ADMIN, SessionKind.CHAT, 24, 10));
    }

    @Test
    void an_admin_reads_what_was_said_in_chats_and_nowhere_else() {
        var thread = threadIn(ANN, chat.sessions().open(ANN, TRIP).id());
        say(thread.id(), ANN, 3);
        var path = new ThreadPath(SessionKind.CHAT, "trip", thread.key());

        var newest = chat.threads()
                .transcriptOf(ADMIN, ANN.id(), path, PageRequest.first(2))
                .orElseThrow();
        var oldest = chat.threads()
                .transcriptOf(ADMIN, ANN.id(), path, new PageRequest(2, newest.before()))
                .orElseThrow();

        assertEquals(
                chat.threads()
                        .transcript(ANN, thread.id(), PageRequest.first(3))
                        .messages(),
                Stream.of(oldest, newest)
                        .flatMap(part -> part.messages().stream())
                        .toList());
        assertEquals(Optional.empty(), chat.threads().transcriptOf(ADMIN, BOB.id(), path, PageRequest.first(2)));
        refused(
                Forbidden.class,
                "forbidden",
                () -> chat.threads()
                        .transcriptOf(
                                ADMIN,
                                ANN.id(),
                                new ThreadPath(SessionKind.DEVICE, "trip", thread.key()),
                                PageRequest.first(2)));
        refused(
                Forbidden.class,
                "forbidden",
                () -> chat.threads().transcriptOf(ANN, ANN.id(), path, PageRequest.first(2)));
    }

    private void say(ThreadId thread, Caller.User user, int times) {
        chat.threads().append(user, thread, Collections.nCopies(times, NewMessage.user("Hello")), RequestKey.none());
    }

    private static List<UserId> users(List<UserActivity> activities) {
        return activities.stream().map(UserActivity::user).toList();
    }

    @Test
    void a_deleted_session_is_gone_to_its_owner_and_unknown_to_others() {
        var session = chat.sessions().open(ANN, TRIP).id();
        var thread = threadIn(ANN, session).id();
        var reply = answered(ANN, thread, "Hello");

        chat.sessions().delete(ANN, session);

        refused(Gone.class, "gone", () -> chat.sessions().find(ANN, session));
        refused(Gone.class, "gone", () -> chat.sessions().delete(ANN, session));
        refused(Gone.class, "gone", () -> chat.sessions().state(ANN, session));
        refused(Gone.class, "gone", () -> chat.sessions().pause(ANN, session, ExpectedVersion.any()));
        refused(Gone.class, "gone", () -> chat.threads().find(ANN, thread));
        refused(Gone.class, "gone", () -> chat.live().head(ANN, new Feed.OfSession(session)));
        refused(NotFound.class, "not-found", () -> chat.replies().find(ANN, reply.id()));
        refused(NotFound.class, "not-found", () -> chat.sessions().find(BOB, session));
        refused(NotFound.class, "not-found", () -> chat.threads().find(BOB, thread));
        assertEquals(List.of(), all(ANN));
    }

    @Test
    void a_deleted_session_stays_gone_after_its_rows_were_removed() {
        var session = chat.sessions().open(ANN, TRIP).id();
        var thread = threadIn(ANN, session).id();
        answered(ANN, thread, "Hello");
        chat.sessions().delete(ANN, session);

        chat.housekeeping().runOnce();

        refused(Gone.class, "gone", () -> chat.sessions().find(ANN, session));
        refused(Gone.class, "gone", () -> chat.threads().find(ANN, thread));
        refused(NotFound.class, "not-found", () -> chat.sessions().find(BOB, session));
    }

    @Test
    void a_deleted_session_frees_its_key_and_is_told_to_its_owner() {
        var session = chat.sessions().open(ANN, TRIP).id();

        chat.sessions().delete(ANN, session);

        assertNotEquals(session, chat.sessions().open(ANN, TRIP).id());
        assertEquals(
                List.of("session_started", "session_deleted", "session_started"),
                kinds(log(ANN, new Feed.OfUser(ANN.id()))));
    }

    @Test
    void a_deleted_session_stops_its_open_replies() {
        var ticket = heldByRobot();

        chat.sessions().delete(ANN, ticket.reply().session());

        refused(
                NotFound.class,
                "not-found",
                () -> chat.replies().heartbeat(ROBOT, ticket.reply().id(), ticket.fence()));
        assertEquals(1, chat.usage().total(ANN, ANN.id()).calls());
    }

    @Test
    void sessions_are_listed_by_their_last_activity_in_pages() {
        var ids = new ArrayList<SessionId>();
        for (var i = 0; i < 5; i++) {
            ids.add(0, session(ANN, SessionKind.CHAT).id());
            backend.advance(Duration.ofSeconds(1));
        }
        var woken = ids.remove(4);
        chat.threads().append(ANN, threadIn(ANN, woken).id(), List.of(NewMessage.user("Hello")), RequestKey.none());
        ids.add(0, woken);
        session(BOB, SessionKind.CHAT);

        var first = chat.sessions().list(ANN, SessionFilter.all(), PageRequest.first(3));
        var second = chat.sessions()
                .list(ANN, SessionFilter.all(), PageRequest.after(first.next().orElseThrow(), 3));

        var read = new ArrayList<>(first.items());
        read.addAll(second.items());
        assertEquals(ids, read.stream().map(Session::id).toList());
        assertFalse(second.next().isPresent());
    }

    @Test
    void sessions_are_listed_by_kind_and_status() {
        var chatting = session(ANN, SessionKind.CHAT);
        var shared = session(ANN, SessionKind.SHARED);
        chat.sessions().end(ANN, shared.id(), ExpectedVersion.any());

        assertEquals(List.of(chatting), list(SessionFilter.of(SessionKind.CHAT)));
        var ended = new SessionFilter(Optional.empty(), Set.of(SessionStatus.TERMINATED));
        assertEquals(List.of(shared.id()), list(ended).stream().map(Session::id).toList());
        var both = new SessionFilter(Optional.of(SessionKind.CHAT), Set.of(SessionStatus.TERMINATED));
        assertEquals(List.of(), list(both));
    }

    @Test
    void a_page_cursor_of_another_list_is_invalid() {
        session(ANN, SessionKind.CHAT);
        session(ANN, SessionKind.CHAT);
        var next = chat.sessions()
                .list(ANN, SessionFilter.all(), PageRequest.first(1))
                .next()
                .orElseThrow();

        refused(
                Invalid.class,
                "invalid-parameter",
                () -> chat.sessions().list(ANN, SessionFilter.of(SessionKind.CHAT), PageRequest.after(next, 1)));
        refused(
                Invalid.class,
                "invalid-parameter",
                () -> chat.sessions().list(BOB, SessionFilter.all(), PageRequest.after(next, 1)));
    }

    private List<Session> list(SessionFilter filter) {
        return chat.sessions().list(ANN, filter, PageRequest.first(10)).items();
    }

    private List<Session> all(Caller caller) {
        return chat.sessions()
                .list(caller, SessionFilter.all(), PageRequest.first(10))
                .items();
    }
}
