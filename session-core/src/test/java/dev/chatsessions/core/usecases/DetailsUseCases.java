package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Stale;
import dev.chatsessions.JsonValue;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.live.Feed;
import dev.chatsessions.session.DetailedSession;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionChange;
import dev.chatsessions.session.SessionChange.Attributes;
import dev.chatsessions.session.SessionChange.Counter;
import dev.chatsessions.session.SessionChange.Increment;
import dev.chatsessions.session.SessionChange.Label;
import dev.chatsessions.session.SessionChange.Status;
import dev.chatsessions.session.SessionChange.Title;
import dev.chatsessions.session.SessionDetails;
import dev.chatsessions.session.SessionEvent.DetailsChanged;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.SessionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a host keeps with its sessions: labels, counters, attributes. */
abstract class DetailsUseCases extends UseCases {

    private static final SessionStart TALK =
            SessionStart.of(SessionKind.WORKFLOW).withKey("conversation-1");

    private Session session;

    @BeforeEach
    void start_a_workflow() {
        session = chat.sessions().open(ANN, TALK);
    }

    @Test
    void several_changes_are_made_together() {
        var changed = change(
                new Title(Optional.of("To the sea")),
                label("trip", "atrip-1"),
                new Counter("offers", 3),
                new Increment("offers", 2),
                attributes("step", "asking"),
                new Status(SessionStatus.PAUSED));

        assertEquals(
                new SessionDetails(Map.of("trip", "atrip-1"), Map.of("offers", 5L), fields("step", "asking")),
                changed.details());
        assertEquals(SessionStatus.PAUSED, changed.session().status());
        assertEquals(Optional.of("To the sea"), changed.session().title());
        assertEquals(changed.session(), chat.sessions().find(ANN, session.id()));
        assertEquals(changed.details(), details());
    }

    @Test
    void of_changes_one_of_which_is_refused_none_is_made() {
        change(label("trip", "atrip-1"));
        var before = details();

        refused(
                Invalid.class,
                "validation-failed",
                () -> change(label("trip", "atrip-2"), attributes("step", "asking"), new Increment("offers", -1)));
        conflict("illegal-transition", () -> {
            chat.sessions().end(ANN, session.id(), ExpectedVersion.any());
            change(label("trip", "atrip-2"), new Status(SessionStatus.PAUSED));
        });

        assertEquals(before, details());
    }

    @Test
    void opening_with_changes_starts_the_session_once_and_changes_it_each_time() {
        var first = chat.sessions()
                .openWith(BOB, TALK, List.of(label("trip", "atrip-1"), new Increment("asked", 1)), RequestKey.none());
        var second = chat.sessions()
                .openWith(BOB, TALK, List.of(label("rfp", "rfp-1"), new Increment("asked", 1)), RequestKey.none());

        assertEquals(first.session().id(), second.session().id());
        assertNotEquals(session.id(), first.session().id());
        assertEquals(
                new SessionDetails(
                        Map.of("trip", "atrip-1", "rfp", "rfp-1"), Map.of("asked", 2L), JsonValue.Fields.EMPTY),
                second.details());
    }

    @Test
    void a_hundred_who_open_the_same_at_once_make_one_session_and_each_of_their_changes() {
        var opened = Collision.allServed(
                100,
                party -> () ->
                        chat.sessions().openWith(BOB, TALK, List.of(new Increment("asked", 1)), RequestKey.none()));

        assertEquals(
                1, opened.stream().map(one -> one.session().id()).distinct().count());
        var all = chat.sessions()
                .list(BOB, SessionFilter.all(), PageRequest.first(10))
                .items();
        assertEquals(1, all.size());
        assertEquals(
                Map.of("asked", 100L),
                chat.sessions()
                        .details(BOB, List.of(all.get(0).id()))
                        .get(all.get(0).id())
                        .counters());
    }

    @Test
    void counting_at_the_same_moment_loses_nothing() {
        Collision.allServed(16, party -> () -> change(new Increment("offers", 1)));

        assertEquals(16L, details().counters().get("offers"));
    }

    @Test
    void a_change_is_made_by_who_saw_the_version_and_counting_does_not_move_it() {
        var seen = change(label("trip", "atrip-1")).session().version();
        change(new Increment("offers", 1), new Counter("asked", 4));

        var next = change(ExpectedVersion.of(seen), label("trip", "atrip-2"));

        assertTrue(next.session().version() > seen);
        refused(Stale.class, "stale-version", () -> change(ExpectedVersion.of(seen), label("trip", "atrip-3")));
        assertEquals(Map.of("trip", "atrip-2"), details().labels());
    }

    @Test
    void a_repeated_change_counts_once() {
        var key = RequestKey.of("one");
        var first = chat.sessions()
                .change(ANN, session.id(), List.of(new Increment("offers", 1)), ExpectedVersion.any(), key);
        var again = chat.sessions()
                .change(ANN, session.id(), List.of(new Increment("offers", 1)), ExpectedVersion.any(), key);

        assertEquals(first.details(), again.details());
        assertEquals(1L, details().counters().get("offers"));
    }

    @Test
    void changes_are_told_to_who_follows_the_session() {
        change(label("trip", "atrip-1"), label("rfp", "rfp-1"), attributes("step", "asking"));
        change(new Label("rfp", Optional.empty()), new Increment("offers", 2));

        var told = log(ANN, new Feed.OfSession(session.id())).stream()
                .filter(DetailsChanged.class::isInstance)
                .map(DetailsChanged.class::cast)
                .toList();
        assertEquals(2, told.size());
        assertEquals(
                Map.of("trip", Optional.of("atrip-1"), "rfp", Optional.of("rfp-1")),
                told.get(0).labels());
        assertEquals(Optional.of(fields("step", "asking")), told.get(0).attributes());
        assertEquals(Map.of("rfp", Optional.empty()), told.get(1).labels());
        assertEquals(Map.of("offers", 2L), told.get(1).counters());
        assertEquals(Optional.empty(), told.get(1).attributes());
    }

    @Test
    void what_changes_nothing_tells_nothing() {
        change(label("trip", "atrip-1"), attributes("step", "asking"));
        var before = log(ANN, new Feed.OfSession(session.id()));
        var version = chat.sessions().find(ANN, session.id()).version();

        var same = change(label("trip", "atrip-1"), attributes("step", "asking"), new Increment("offers", 0));

        assertEquals(version, same.session().version());
        assertEquals(
                before.size() + 1, log(ANN, new Feed.OfSession(session.id())).size(), "a counter came to be");
        change(label("trip", "atrip-1"), new Increment("offers", 0), new Status(SessionStatus.ACTIVE));
        assertEquals(
                before.size() + 1, log(ANN, new Feed.OfSession(session.id())).size());
    }

    @Test
    void sessions_are_listed_by_label_latest_activity_first() {
        change(label("trip", "atrip-1"));
        backend.advance(Duration.ofMinutes(1));
        var later = chat.sessions()
                .openWith(ANN, TALK.withKey("conversation-2"), List.of(label("trip", "atrip-1")), RequestKey.none())
                .session();
        chat.sessions()
                .openWith(ANN, TALK.withKey("conversation-3"), List.of(label("trip", "atrip-2")), RequestKey.none());
        chat.sessions().openWith(BOB, TALK, List.of(label("trip", "atrip-1")), RequestKey.none());

        var wanted = SessionFilter.of(SessionKind.WORKFLOW).withLabel("trip", "atrip-1");
        assertEquals(List.of(later.id(), session.id()), listed(ANN, wanted));
        change(new Status(SessionStatus.COMPLETED));
        assertEquals(
                List.of(later.id()),
                listed(
                        ANN,
                        new SessionFilter(
                                Optional.of(SessionKind.WORKFLOW), Set.of(SessionStatus.ACTIVE), wanted.labels())));
    }

    @Test
    void names_values_and_sums_have_limits() {
        for (var name : List.of("", "Trip", "1st", "a-b", "a b", "x".repeat(65))) {
            refused(Invalid.class, "validation-failed", () -> change(label(name, "v")));
            refused(Invalid.class, "validation-failed", () -> change(new Counter(name, 1)));
            refused(
                    Invalid.class,
                    "validation-failed",
                    () -> listed(ANN, SessionFilter.all().withLabel(name, "v")));
        }
        for (var value : List.of("", " ", "x".repeat(201), "a\nb")) {
            refused(Invalid.class, "validation-failed", () -> change(label("trip", value)));
        }
        refused(Invalid.class, "validation-failed", () -> change(new Counter("offers", -1)));
        change(new Counter("offers", Long.MAX_VALUE));
        refused(Invalid.class, "validation-failed", () -> change(new Increment("offers", 1)));
        refused(Invalid.class, "validation-failed", () -> change(attributes("big", "x".repeat(JsonValue.MAX_BYTES))));
        refused(Invalid.class, "validation-failed", () -> change(new Status(SessionStatus.EXPIRED)));
        refused(
                Invalid.class,
                "validation-failed",
                () -> change(IntStream.range(0, 101)
                        .mapToObj(i -> new Increment("n", 1))
                        .toArray(SessionChange[]::new)));
    }

    @Test
    void a_session_has_at_most_32_labels_and_32_counters() {
        List<SessionChange> full = new ArrayList<>();
        for (var i = 0; i < 32; i++) {
            full.add(label("label_" + i, "v"));
            full.add(new Counter("counter_" + i, i));
        }
        change(full.toArray(SessionChange[]::new));

        refused(Conflict.class, "details-full", () -> change(label("one_more", "v")));
        refused(Conflict.class, "details-full", () -> change(new Increment("one_more", 1)));
        change(label("label_7", "w"), new Label("label_8", Optional.empty()), label("one_more", "v"));
    }

    @Test
    void details_are_the_owners() {
        change(label("trip", "atrip-1"));

        assertEquals(Map.of(), chat.sessions().details(BOB, List.of(session.id())));
        refused(
                NotFound.class,
                "not-found",
                () -> chat.sessions()
                        .change(
                                BOB,
                                session.id(),
                                List.of(label("trip", "x")),
                                ExpectedVersion.any(),
                                RequestKey.none()));
        refused(
                Forbidden.class,
                "forbidden",
                () -> chat.sessions()
                        .change(
                                ADMIN,
                                session.id(),
                                List.of(label("trip", "x")),
                                ExpectedVersion.any(),
                                RequestKey.none()));
    }

    private DetailedSession change(SessionChange... changes) {
        return change(ExpectedVersion.any(), changes);
    }

    private DetailedSession change(ExpectedVersion expected, SessionChange... changes) {
        return chat.sessions().change(ANN, session.id(), List.of(changes), expected, RequestKey.none());
    }

    private SessionDetails details() {
        return chat.sessions().details(ANN, List.of(session.id())).getOrDefault(session.id(), SessionDetails.NONE);
    }

    private List<SessionId> listed(Caller caller, SessionFilter filter) {
        return chat.sessions().list(caller, filter, PageRequest.first(10)).items().stream()
                .map(Session::id)
                .toList();
    }

    private static Label label(String name, String value) {
        return new Label(name, Optional.of(value));
    }

    private static Attributes attributes(String name, String value) {
        return new Attributes(fields(name, value));
    }

    private static JsonValue.Fields fields(String name, String value) {
        return new JsonValue.Fields(Map.of(name, JsonValue.of(value)));
    }
}
