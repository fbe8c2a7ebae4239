package dev.chatsessions.core.usecases;

import static dev.chatsessions.session.SessionStatus.ACTIVE;
import static dev.chatsessions.session.SessionStatus.ARCHIVED;
import static dev.chatsessions.session.SessionStatus.COMPLETED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.RequestKey;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.RetentionPolicy;
import dev.chatsessions.session.RetentionReport;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionChange;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of sessions that the host wants to keep only so long. */
abstract class RetentionUseCases extends UseCases {

    private static final RetentionPolicy ARCHIVES =
            RetentionPolicy.archive(SessionKind.WORKFLOW, Set.of(ACTIVE, COMPLETED), Duration.ofDays(30));

    private static final RetentionPolicy DELETES =
            RetentionPolicy.delete(SessionKind.WORKFLOW, Set.of(ARCHIVED), Duration.ofDays(90));

    @Test
    void what_nobody_uses_is_archived_and_later_deleted() {
        var keeper = keeper(ARCHIVES, DELETES);
        var session = session(ANN, SessionKind.WORKFLOW);
        var chatting = session(ANN, SessionKind.CHAT);

        assertEquals(ACTIVE, after(Duration.ofDays(29), keeper, session));
        assertEquals(ARCHIVED, after(Duration.ofDays(2), keeper, session));
        assertEquals(ARCHIVED, after(Duration.ofDays(30), keeper, session));

        backend.advance(Duration.ofDays(31));
        keeper.housekeeping().runOnce();
        assertThrows(Gone.class, () -> chat.sessions().find(ANN, session.id()));
        assertEquals(ACTIVE, chat.sessions().find(ANN, chatting.id()).status());
    }

    @Test
    void what_is_labelled_so_is_kept_and_counted() {
        var keeper = keeper(ARCHIVES);
        var kept = session(ANN, SessionKind.WORKFLOW);
        chat.sessions()
                .change(
                        ANN,
                        kept.id(),
                        List.of(new SessionChange.Label("retention", Optional.of("keep"))),
                        ExpectedVersion.any(),
                        RequestKey.none());
        var other = session(ANN, SessionKind.WORKFLOW);

        assertEquals(ARCHIVED, after(Duration.ofDays(31), keeper, other));

        assertEquals(ACTIVE, chat.sessions().find(ANN, kept.id()).status());
        assertEquals(List.of(new RetentionReport.Outcome(ARCHIVES, 2, 1, 1)), last(keeper));
    }

    @Test
    void a_plan_tells_what_the_next_sweep_does_and_changes_nothing() {
        var keeper = keeper(ARCHIVES.olderThan(Duration.ofDays(40)));
        IntStream.range(0, 205).forEach(i -> session(ANN, SessionKind.WORKFLOW));
        backend.advance(Duration.ofDays(39));
        assertEquals(0, keeper.retention().plan(ADMIN).outcomes().get(0).done());
        backend.advance(Duration.ofDays(2));

        var plan = keeper.retention().plan(ADMIN);
        assertEquals(Optional.empty(), keeper.retention().last(ADMIN));
        for (var i = 0; i < 5; i++) {
            keeper.housekeeping().runOnce();
        }

        assertEquals(205, plan.outcomes().get(0).done());
        assertEquals(plan.outcomes(), last(keeper));
        assertEquals(0, keeper.retention().plan(ADMIN).outcomes().get(0).done());
    }

    @Test
    void two_nodes_that_sweep_at_once_do_each_session_once() {
        var nodes = List.of(keeper(ARCHIVES), keeper(ARCHIVES));
        var sessions = IntStream.range(0, 30)
                .mapToObj(i -> session(ANN, SessionKind.WORKFLOW))
                .toList();
        backend.advance(Duration.ofDays(31));

        Collision.allServed(2, node -> () -> {
            nodes.get(node).housekeeping().runOnce();
            return node;
        });
        nodes.forEach(node -> node.housekeeping().runOnce());

        assertEquals(
                sessions.size(),
                nodes.stream().mapToLong(node -> last(node).get(0).done()).sum());
        sessions.forEach(session ->
                assertEquals(ARCHIVED, chat.sessions().find(ANN, session.id()).status()));
    }

    @Test
    void without_a_policy_all_is_kept_and_only_admins_ask() {
        var session = session(ANN, SessionKind.WORKFLOW);

        assertEquals(ACTIVE, after(Duration.ofDays(3_650), chat, session));
        assertThrows(Forbidden.class, () -> chat.retention().plan(ANN));
        assertThrows(Forbidden.class, () -> chat.retention().last(ANN));
        assertThrows(Forbidden.class, () -> chat.retention().policies(ANN));
    }

    private SessionStatus after(Duration time, SessionCore keeper, Session session) {
        backend.advance(time);
        for (var i = 0; i < 3; i++) {
            keeper.housekeeping().runOnce();
        }
        return chat.sessions().find(ANN, session.id()).status();
    }

    private static List<RetentionReport.Outcome> last(SessionCore keeper) {
        return keeper.retention().last(ADMIN).orElseThrow().outcomes();
    }

    private SessionCore keeper(RetentionPolicy... policies) {
        return opened(SessionCore.builder()
                .storage(backend.storage())
                .housekeeping(Housekeeping.external())
                .retention(List.of(policies))
                .build());
    }
}
