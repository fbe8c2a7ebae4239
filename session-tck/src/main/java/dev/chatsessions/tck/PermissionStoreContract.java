package dev.chatsessions.tck;

import static dev.chatsessions.tck.TestWorkers.OTHER;
import static dev.chatsessions.tck.TestWorkers.ROBOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatsessions.JsonValue;
import dev.chatsessions.PermissionId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.permission.PermissionChoice;
import dev.chatsessions.reply.Fence;
import dev.chatsessions.spi.PermissionStore;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredPermission;
import dev.chatsessions.thread.ChatThread;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link PermissionStore} promises. Used by one test at a time. */
public abstract class PermissionStoreContract extends Contract {

    private static final Fence FIRST = new Fence(1);

    private static final Fence SECOND = new Fence(2);

    private SessionId session;

    private ChatThread thread;

    private ReplyId reply;

    /** With the fixture of one test. */
    protected PermissionStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    final void begin_a_reply() {
        var begun = started(sessions.answeredBy(ROBOT, ANNA, "key-1"));
        session = begun.id();
        thread = opened(threads.in(begun));
        reply = ids.reply();
    }

    @Test
    void a_request_is_found_by_who_may_see_its_session() {
        var request = asked(FIRST, "a", 2);

        for (var access : List.of(
                ANY,
                new SessionAccess.Owner(ANNA),
                new SessionAccess.Guest(session),
                new SessionAccess.Answering(ROBOT))) {
            assertEquals(Optional.of(request), find(access, "a"));
            assertEquals(List.of(request), open(access, FIRST, ALL));
        }
        for (var access : List.of(
                new SessionAccess.Owner(BERT),
                new SessionAccess.Guest(ids.session()),
                new SessionAccess.Answering(OTHER))) {
            assertEquals(Optional.empty(), find(access, "a"));
            assertEquals(List.of(), open(access, FIRST, ALL));
        }
        assertEquals(Optional.empty(), find(ANY, "A"));
        var elsewhere = started(sessions.answeredBy(ROBOT, ANNA, "key-2")).id();
        assertEquals(
                Optional.empty(),
                read(stores -> stores.permissions().find(ANY, elsewhere, reply, new PermissionId("a"))));
        assertEquals(List.of(), read(stores -> stores.permissions().open(ANY, elsewhere, reply, FIRST, ALL)));
    }

    @Test
    void under_one_fence_an_id_is_kept_once() {
        var first = asked(FIRST, "a", 2);

        asked(FIRST, "a", 3);

        assertEquals(Optional.of(first), find(ANY, "a"));
    }

    @Test
    void who_holds_the_reply_next_asks_anew() {
        var before = asked(FIRST, "a", 2);
        var after = asked(SECOND, "a", 3);

        assertEquals(Optional.of(after), find(ANY, "a"));
        assertEquals(List.of(before), open(ANY, FIRST, ALL));
        assertEquals(List.of(after), open(ANY, SECOND, ALL));
    }

    @Test
    void those_that_wait_are_told_as_they_were_asked() {
        var second = asked(FIRST, "b", 3);
        var first = asked(FIRST, "c", 2);
        var third = asked(FIRST, "a", 4);
        var fourth = asked(FIRST, "d", 4);

        assertEquals(List.of(first, second, third, fourth), open(ANY, FIRST, ALL));
        assertEquals(List.of(first, second), open(ANY, FIRST, 2));
        assertEquals(List.of(), read(stores -> stores.permissions().open(ANY, session, ids.reply(), FIRST, ALL)));
    }

    @Test
    void the_first_answer_stays() {
        var waits = asked(FIRST, "b", 3);
        var answered = asked(FIRST, "a", 2).answered(new PermissionChoice("allow", TestTimes.at(5)));
        var late = answered.answered(new PermissionChoice("reject", TestTimes.at(6)));

        keepIn(session, stores -> stores.permissions().answer(answered));
        keepIn(session, stores -> stores.permissions().answer(late));

        assertEquals(Optional.of(answered), find(ANY, "a"));
        assertEquals(List.of(waits), open(ANY, FIRST, ALL));
    }

    @Test
    void all_of_a_session_are_told_by_reply_and_id_and_fence() {
        var second = asked(SECOND, "a", 2);
        var first = asked(FIRST, "a", 4);
        var third = asked(FIRST, "b", 3);
        var answered = third.answered(new PermissionChoice("allow", TestTimes.at(5)));
        keepIn(session, stores -> stores.permissions().answer(answered));
        var later = request(ids.reply(), thread.id(), FIRST, "a", 1)
                .answered(new PermissionChoice("reject", TestTimes.at(6)));
        keepIn(session, stores -> stores.permissions().insert(later));

        assertEquals(List.of(first, second, answered, later), listed(ANY, Optional.empty(), ALL));
        assertEquals(List.of(first, second), listed(new SessionAccess.Owner(ANNA), Optional.empty(), 2));
        assertEquals(List.of(second, answered, later), listed(ANY, Optional.of(first), ALL));
        assertEquals(List.of(answered, later), listed(ANY, Optional.of(second), ALL));
        assertEquals(List.of(later), listed(ANY, Optional.of(answered), ALL));
        assertEquals(List.of(), listed(ANY, Optional.of(later), ALL));
        assertEquals(List.of(), listed(new SessionAccess.Owner(BERT), Optional.empty(), ALL));
        assertEquals(List.of(), read(stores -> stores.permissions().list(ANY, ids.session(), Optional.empty(), ALL)));
    }

    private List<StoredPermission> listed(SessionAccess access, Optional<StoredPermission> after, int limit) {
        return read(stores -> stores.permissions().list(access, session, after, limit));
    }

    @Test
    void without_the_sessions_lock_nothing_is_written() {
        var request = asked(FIRST, "a", 2);
        var answered = request.answered(new PermissionChoice("allow", TestTimes.at(5)));

        for (var change : List.<Keeping>of(
                store -> store.insert(request),
                store -> store.answer(answered),
                store -> store.clear(session, thread.id()))) {
            assertThrows(IllegalStateException.class, () -> keep(stores -> change.in(stores.permissions())));
        }
        assertEquals(Optional.of(request), find(ANY, "a"));
    }

    @Test
    void with_what_was_said_in_a_thread_go_its_requests() {
        asked(FIRST, "a", 2);
        var other = opened(
                threads.in(read(stores -> stores.sessions().find(ANY, session).orElseThrow()), "other"));
        var stays = request(ids.reply(), other.id(), FIRST, "a", 2);
        keepIn(session, stores -> stores.permissions().insert(stays));

        keepIn(session, stores -> stores.permissions().clear(session, thread.id()));

        assertEquals(Optional.empty(), find(ANY, "a"));
        assertEquals(List.of(), open(ANY, FIRST, ALL));
        assertEquals(
                Optional.of(stays), read(stores -> stores.permissions().find(ANY, session, stays.reply(), stays.id())));
    }

    @Test
    void with_its_session_a_request_is_gone() {
        asked(FIRST, "a", 2);

        keepIn(session, stores -> stores.sessions().delete(session, TestTimes.at(3)));

        for (var round = 0; round < 2; round++) {
            assertEquals(Optional.empty(), find(ANY, "a"));
            assertEquals(List.of(), open(ANY, FIRST, ALL));
            keep(stores -> stores.sessions().purgeDeleted(ALL));
        }
    }

    private StoredPermission asked(Fence fence, String id, int at) {
        var request = request(reply, thread.id(), fence, id, at);
        keepIn(session, stores -> stores.permissions().insert(request));
        return request;
    }

    private StoredPermission request(ReplyId of, ThreadId in, Fence fence, String id, int at) {
        var content = new JsonValue.Fields(Map.of(
                "title",
                JsonValue.of("Is \"" + id + "\" allowed? \uD83D\uDD11"),
                "options",
                new JsonValue.Array(List.of(JsonValue.of("allow"), JsonValue.of(1)))));
        return new StoredPermission(
                session, in, of, fence, new PermissionId(id), content, TestTimes.at(at), Optional.empty());
    }

    private Optional<StoredPermission> find(SessionAccess access, String id) {
        return read(stores -> stores.permissions().find(access, session, reply, new PermissionId(id)));
    }

    private List<StoredPermission> open(SessionAccess access, Fence fence, int limit) {
        return read(stores -> stores.permissions().open(access, session, reply, fence, limit));
    }

    @FunctionalInterface
    private interface Keeping {
        void in(PermissionStore permissions);
    }
}
