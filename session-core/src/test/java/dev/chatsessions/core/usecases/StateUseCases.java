package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Stale;
import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.live.Feed;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionEvent.Notice;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The state that the clients of a session share, and what they tell each other. */
abstract class StateUseCases extends UseCases {

    private static final JsonValue NULL = new JsonValue.Null();

    private SessionId session;

    @BeforeEach
    void start_a_shared_session() {
        session = session(ANN, SessionKind.SHARED).id();
    }

    @Test
    void what_is_put_is_there_until_it_is_removed() {
        var entry = change(new Put("turn", text("white"))).orElseThrow();

        assertEquals(List.of(entry), chat.sessions().state(ANN, session).entries());
        assertEquals(text("white"), entry.value());

        assertEquals(Optional.empty(), change(new Remove("turn")));
        assertEquals(List.of(), chat.sessions().state(ANN, session).entries());
    }

    @Test
    void state_is_listed_by_ascending_key() {
        for (var key : List.of("b", "\uD83D\uDC33", "a", "\uFF5E", "B")) {
            change(new Put(key, NULL));
        }

        assertEquals(
                List.of("B", "a", "b", "\uFF5E", "\uD83D\uDC33"),
                chat.sessions().state(ANN, session).entries().stream()
                        .map(StateEntry::key)
                        .toList());
    }

    @Test
    void each_change_is_one_event_whose_sequence_is_the_entrys_version() {
        var put = change(new Put("turn", text("white"))).orElseThrow();
        change(new Remove("turn"));

        var changes = log(ANN, new Feed.OfSession(session)).stream()
                .filter(StateChanged.class::isInstance)
                .map(StateChanged.class::cast)
                .toList();
        assertEquals(
                List.of(Optional.of(text("white")), Optional.empty()),
                changes.stream().map(StateChanged::value).toList());
        assertEquals(put.version(), changes.get(0).sequence());
    }

    @Test
    void versions_of_a_key_ascend_also_over_its_removal() {
        var first = change(new Put("turn", text("white"))).orElseThrow();
        var second = change(new Put("turn", text("black"))).orElseThrow();
        change(new Remove("turn"));
        var third = change(new Put("turn", text("white"))).orElseThrow();

        assertTrue(first.version() < second.version() && second.version() < third.version());
    }

    @Test
    void a_change_that_changes_nothing_tells_nothing() {
        var entry = change(new Put("turn", text("white")));
        var log = log(ANN, new Feed.OfSession(session));

        assertEquals(entry, change(new Put("turn", text("white"))));
        assertEquals(Optional.empty(), change(new Remove("never there")));

        assertEquals(log, log(ANN, new Feed.OfSession(session)));
    }

    @Test
    void a_change_is_made_by_who_saw_the_version() {
        var first =
                change(new Put("turn", text("white")), ExpectedVersion.of(0)).orElseThrow();

        refused(Stale.class, "stale-version", () -> change(new Put("turn", text("black")), ExpectedVersion.of(0)));
        refused(
                Stale.class,
                "stale-version",
                () -> change(new Remove("turn"), ExpectedVersion.of(first.version() + 1)));
        change(new Put("other", text("meanwhile")));
        var second = change(new Put("turn", text("black")), ExpectedVersion.of(first.version()))
                .orElseThrow();

        assertEquals(Optional.of(second), chat.sessions().state(ANN, session).find("turn"));
    }

    @Test
    void of_two_who_saw_the_same_version_one_wins() {
        var outcomes = Collision.of(
                8,
                party -> () -> change(new Put("turn", text("player " + party)), ExpectedVersion.of(0))
                        .orElseThrow());

        var winners =
                outcomes.stream().filter(outcome -> outcome.value().isPresent()).toList();
        assertEquals(1, winners.size());
        outcomes.stream()
                .flatMap(outcome -> outcome.refusal().stream())
                .forEach(refusal -> assertEquals("stale-version", refusal.code()));
        assertEquals(winners.get(0).value(), chat.sessions().state(ANN, session).find("turn"));
    }

    @Test
    void a_number_is_incremented_and_begins_at_zero() {
        assertEquals(JsonValue.of(3), change(increment("3")).orElseThrow().value());
        assertEquals(
                new JsonValue.Number(new BigDecimal("0.5")),
                change(increment("-2.5")).orElseThrow().value());

        change(new Put("score", text("many")));
        refused(Invalid.class, "validation-failed", () -> change(increment("1")));
    }

    @Test
    void increments_at_the_same_moment_all_count() {
        Collision.allServed(16, party -> () -> change(increment("1")));

        assertEquals(
                JsonValue.of(16),
                chat.sessions().state(ANN, session).find("score").orElseThrow().value());
    }

    @ParameterizedTest
    @MethodSource("rfc7396")
    void a_merge_does_what_rfc_7396_says(JsonValue target, JsonValue.Fields patch, JsonValue result) {
        change(new Put("doc", target));

        assertEquals(result, change(new Merge("doc", patch)).orElseThrow().value());
    }

    /** Those of its test cases (appendix A) in which the patch is an object. */
    static Stream<Arguments> rfc7396() {
        return Stream.of(
                Arguments.of(object("a", text("b")), object("a", text("c")), object("a", text("c"))),
                Arguments.of(object("a", text("b")), object("b", text("c")), object("a", text("b"), "b", text("c"))),
                Arguments.of(object("a", text("b")), object("a", NULL), object()),
                Arguments.of(object("a", text("b"), "b", text("c")), object("a", NULL), object("b", text("c"))),
                Arguments.of(object("a", array(text("b"))), object("a", text("c")), object("a", text("c"))),
                Arguments.of(object("a", text("c")), object("a", array(text("b"))), object("a", array(text("b")))),
                Arguments.of(
                        object("a", object("b", text("c"))),
                        object("a", object("b", text("d"), "c", NULL)),
                        object("a", object("b", text("d")))),
                Arguments.of(
                        object("a", array(object("b", text("c")))),
                        object("a", array(JsonValue.of(1))),
                        object("a", array(JsonValue.of(1)))),
                Arguments.of(object("e", NULL), object("a", JsonValue.of(1)), object("e", NULL, "a", JsonValue.of(1))),
                Arguments.of(
                        array(JsonValue.of(1), JsonValue.of(2)),
                        object("a", text("b"), "c", NULL),
                        object("a", text("b"))),
                Arguments.of(
                        object(), object("a", object("bb", object("ccc", NULL))), object("a", object("bb", object()))));
    }

    @Test
    void a_merge_into_nothing_begins_with_an_empty_object() {
        assertEquals(
                object("a", text("b")),
                change(new Merge("doc", object("a", text("b"), "c", NULL)))
                        .orElseThrow()
                        .value());
    }

    @Test
    void values_and_keys_have_limits() {
        change(new Put("k".repeat(200), text("x".repeat(JsonValue.MAX_BYTES - 2))));
        change(new Put("deep", nested(JsonValue.MAX_DEPTH)));

        assertThrows(
                ChatSessionsException.class, () -> change(new Put("k", text("x".repeat(JsonValue.MAX_BYTES - 1)))));
        refused(Invalid.class, "validation-failed", () -> change(new Put("k", nested(JsonValue.MAX_DEPTH + 1))));
        refused(Invalid.class, "validation-failed", () -> change(new Put("k".repeat(201), NULL)));
        refused(Invalid.class, "validation-failed", () -> change(new Put("", NULL)));
        assertEquals(2, chat.sessions().state(ANN, session).entries().size());
    }

    @Test
    void merges_cannot_grow_a_value_beyond_its_limit() {
        change(new Put("doc", object("a", text("x".repeat(JsonValue.MAX_BYTES / 2)))));
        var before = chat.sessions().state(ANN, session);

        assertThrows(
                ChatSessionsException.class,
                () -> change(new Merge("doc", object("b", text("x".repeat(JsonValue.MAX_BYTES / 2))))));

        assertEquals(before, chat.sessions().state(ANN, session));
    }

    @Test
    void a_session_holds_at_most_256_keys() {
        for (var i = 0; i < 256; i++) {
            change(new Put("key " + i, JsonValue.of(i)));
        }

        conflict("state-full", () -> change(new Put("one too many", NULL)));

        change(new Put("key 7", text("may change")));
        change(new Remove("key 8"));
        change(new Put("one less, one more", NULL));
        assertEquals(256, chat.sessions().state(ANN, session).entries().size());
    }

    @Test
    void what_is_announced_is_told_to_everybody() {
        var body = object("who", text("ann"), "emoji", text("\uD83D\uDC33"));

        chat.sessions().announce(ANN, session, "wave", body, RequestKey.none());

        var log = log(ANN, new Feed.OfSession(session));
        var notice = (Notice) log.get(log.size() - 1);
        assertEquals("wave", notice.type());
        assertEquals(body, notice.body());
    }

    @Test
    void what_may_not_be_announced_is_refused_before_anybody_is_told_by_other_means() {
        chat.sessions().requireAnnounceable(ANN, session, "typing", text("."));
        assertEquals(1, log(ANN, new Feed.OfSession(session)).size(), "it was told");

        assertThrows(Invalid.class, () -> chat.sessions().requireAnnounceable(ANN, session, "t".repeat(65), text(".")));
        assertThrows(
                Invalid.class,
                () -> chat.sessions().requireAnnounceable(ANN, session, "typing", text("x".repeat(16 * 1024))));
        assertThrows(NotFound.class, () -> chat.sessions().requireAnnounceable(BOB, session, "typing", text(".")));
        backend.advance(Duration.ofHours(1).plusSeconds(1));
        conflict("session-ended", () -> chat.sessions().requireAnnounceable(ANN, session, "typing", text(".")));
    }

    private Optional<StateEntry> change(StateChange change) {
        return change(change, ExpectedVersion.any());
    }

    private Optional<StateEntry> change(StateChange change, ExpectedVersion expected) {
        return chat.sessions().changeState(ANN, session, change, expected, RequestKey.none());
    }

    private static Increment increment(String by) {
        return new Increment("score", new BigDecimal(by));
    }

    private static JsonValue nested(int depth) {
        return depth == 1 ? JsonValue.of(true) : array(nested(depth - 1));
    }

    private static JsonValue text(String value) {
        return JsonValue.of(value);
    }

    private static JsonValue array(JsonValue... items) {
        return new JsonValue.Array(List.of(items));
    }

    private static JsonValue.Fields object() {
        return JsonValue.Fields.EMPTY;
    }

    private static JsonValue.Fields object(String name, JsonValue value) {
        return new JsonValue.Fields(Map.of(name, value));
    }

    private static JsonValue.Fields object(String name, JsonValue value, String other, JsonValue otherValue) {
        return new JsonValue.Fields(Map.of(name, value, other, otherValue));
    }
}
