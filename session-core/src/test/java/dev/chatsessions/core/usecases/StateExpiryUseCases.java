package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.Stale;
import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Replay;
import dev.chatsessions.live.Snapshot;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionEvent.StateChanged;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.StateChange;
import dev.chatsessions.session.StateChange.Increment;
import dev.chatsessions.session.StateChange.Merge;
import dev.chatsessions.session.StateChange.Put;
import dev.chatsessions.session.StateChange.Remove;
import dev.chatsessions.session.StateEntry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys of the state that are there for a time, and how much there may be. */
abstract class StateExpiryUseCases extends UseCases {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final JsonValue YES = JsonValue.of(true);

    private SessionId session;

    @BeforeEach
    void start_a_shared_session() {
        session = session(ANN, SessionKind.SHARED).id();
    }

    @Test
    void a_key_is_there_until_its_time_runs_out_and_not_after() {
        change(brief("typing"));

        backend.advance(MINUTE.minusSeconds(2));
        sweep();
        assertEquals(List.of("typing"), keys());

        backend.advance(Duration.ofSeconds(3));
        assertEquals(List.of(), keys(), "before any sweep");
        assertEquals(List.of("typing is there"), told());
    }

    @Test
    void that_it_is_gone_is_told_once_by_whichever_node() {
        change(brief("typing"));
        change(brief("choosing"));
        var other = node(new ScriptedAssistant());
        backend.advance(MINUTE.plusSeconds(1));

        Collision.allServed(4, number -> () -> {
            (number % 2 == 0 ? chat : other).housekeeping().runOnce();
            return true;
        });
        sweep();

        assertEquals(List.of("typing is there", "choosing is there", "choosing is gone", "typing is gone"), told());
        assertEquals(
                0,
                backend.storage().read(stores -> stores.state().size(session)).entries());
    }

    @Test
    void a_key_that_ran_out_is_as_if_it_had_never_been_there() {
        change(brief("typing"));
        change(new Put("count", JsonValue.of(5), Optional.of(MINUTE)));
        backend.advance(MINUTE.plusSeconds(1));

        assertThrows(Stale.class, () -> change(new Put("typing", YES), ExpectedVersion.of(2)));
        assertEquals(Optional.empty(), change(new Remove("typing")));
        assertEquals(
                JsonValue.of(1),
                change(new Increment("count", BigDecimal.ONE)).orElseThrow().value());
        assertTrue(change(new Put("typing", YES), ExpectedVersion.of(0)).isPresent());

        sweep();
        assertEquals(List.of("count", "typing"), keys(), "what was put anew stays");
    }

    @Test
    void putting_it_again_begins_its_time_anew_and_tells_nothing() {
        var first = change(brief("typing")).orElseThrow();
        backend.advance(Duration.ofSeconds(40));
        var again = change(brief("typing")).orElseThrow();
        backend.advance(Duration.ofSeconds(40));
        sweep();

        assertEquals(List.of("typing"), keys());
        assertEquals(first.version(), again.version());
        assertEquals(List.of("typing is there"), told());

        assertEquals(
                Optional.empty(), change(new Put("typing", YES)).orElseThrow().expiresAt());
        backend.advance(Duration.ofMinutes(10));
        sweep();
        assertEquals(List.of("typing"), keys());
    }

    @Test
    void what_changes_a_value_leaves_it_its_time() {
        var put = change(new Put("count", JsonValue.of(1), Optional.of(MINUTE))).orElseThrow();
        change(new Put("fields", JsonValue.Fields.EMPTY, Optional.of(MINUTE)));
        backend.advance(Duration.ofSeconds(30));

        var counted = change(new Increment("count", BigDecimal.ONE)).orElseThrow();
        change(new Merge("fields", new JsonValue.Fields(Map.of("a", YES))));

        assertEquals(put.expiresAt(), counted.expiresAt());
        backend.advance(Duration.ofSeconds(31));
        assertEquals(List.of(), keys());
    }

    @Test
    void how_long_a_key_may_be_there_has_bounds() {
        for (var ttl : List.of(
                Duration.ZERO, Duration.ofMillis(999), Duration.ofDays(366).plusSeconds(1))) {
            assertThrows(Invalid.class, () -> change(new Put("typing", YES, Optional.of(ttl))));
        }
        change(new Put("typing", YES, Optional.of(Duration.ofSeconds(1))));
        change(new Put("typing", YES, Optional.of(Duration.ofDays(366))));
    }

    @Test
    void who_missed_something_is_not_shown_what_ran_out() {
        change(brief("typing"));
        change(new Put("turn", YES));
        backend.advance(MINUTE.plusSeconds(1));

        var missed = assertInstanceOf(
                Replay.Missed.class,
                chat.live().replay(ANN, new Feed.OfSession(session), new StartAt.Unreadable(), 10));

        var snapshot = assertInstanceOf(Snapshot.OfSession.class, missed.gap().snapshot());
        assertEquals(
                List.of("turn"),
                snapshot.state().entries().stream().map(StateEntry::key).toList());
    }

    @Test
    void what_ran_out_takes_no_room() {
        for (var number = 0; number < 256; number++) {
            change(number % 2 == 0 ? brief("key-" + number) : new Put("key-" + number, YES));
        }
        conflict("state-full", () -> change(new Put("more", YES)));

        backend.advance(MINUTE.plusSeconds(1));
        change(new Put("more", YES));

        assertEquals(129, keys().size());
    }

    @Test
    void a_state_holds_so_many_bytes_and_no_more() {
        var large = JsonValue.of("x".repeat(16 * 1024 - 2));
        for (var number = 0; number < 16; number++) {
            change(new Put("key-" + number, large));
        }

        conflict("state-full", () -> change(new Put("more", JsonValue.of(1))));
        change(new Put("key-3", JsonValue.of(12)));
        change(new Put("more", JsonValue.of(1)));
        conflict("state-full", () -> change(new Put("key-3", large)));
    }

    private static Put brief(String key) {
        return new Put(key, YES, Optional.of(MINUTE));
    }

    private Optional<StateEntry> change(StateChange change) {
        return change(change, ExpectedVersion.any());
    }

    private Optional<StateEntry> change(StateChange change, ExpectedVersion expected) {
        return chat.sessions().changeState(ANN, session, change, expected, RequestKey.none());
    }

    private void sweep() {
        chat.housekeeping().runOnce();
    }

    private List<String> keys() {
        return chat.sessions().state(ANN, session).entries().stream()
                .map(StateEntry::key)
                .toList();
    }

    private List<String> told() {
        return log(ANN, new Feed.OfSession(session)).stream()
                .filter(StateChanged.class::isInstance)
                .map(StateChanged.class::cast)
                .map(event -> event.key() + (event.value().isPresent() ? " is there" : " is gone"))
                .toList();
    }
}
