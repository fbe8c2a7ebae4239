package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ClientId;
import dev.chatsessions.JsonValue;
import dev.chatsessions.join.Admission;
import dev.chatsessions.join.JoinToken;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.session.StateEntry;
import dev.chatsessions.spi.PresenceStore.Held;
import dev.chatsessions.spi.PresenceStore.StoredPresence;
import dev.chatsessions.spi.RequestKeyStore.StoredRequest;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.TokenStore.StoredToken;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import dev.chatsessions.usage.UsageTotal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * Every instant comes back with all its microseconds, whatever the zone of the process, and {@link Storage} makes none
 * that has more. Used by one test at a time.
 */
public abstract class TimePrecisionContract extends Contract {

    private static final List<Instant> INSTANTS = List.of(
            Instant.parse("2026-11-21T12:34:56.987654Z"),
            Instant.parse("2026-03-29T01:30:00.000001Z"),
            Instant.parse("2026-10-25T00:30:00.999999Z"),
            Instant.parse("2026-10-25T01:30:00.999999Z"),
            Instant.parse("2024-02-29T23:59:59.100000Z"),
            Instant.parse("1970-01-01T00:00:00.000001Z"),
            Instant.parse("9999-12-31T23:59:59.999999Z"));

    /** With the fixture of one test. */
    protected TimePrecisionContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void the_time_is_in_microseconds_and_moves_with_the_fixture() {
        var first = write(stores -> stores.now());
        advance(Duration.ofNanos(1_234_567_000L));
        var second = write(stores -> stores.now());
        var third = read(stores -> stores.now());

        assertFalse(second.isBefore(first.plusNanos(1_234_567_000L)), () -> second + " after " + first);
        assertFalse(third.isBefore(second), () -> third + " after " + second);
        for (var now : List.of(first, second, third)) {
            assertEquals(0, now.getNano() % 1_000, now::toString);
        }
    }

    @Test
    void the_time_is_the_same_until_a_lock_is_taken() {
        var one = started(sessions.active(ANNA, "a"));

        keep(stores -> {
            var before = stores.now();
            advance(Duration.ofSeconds(7));
            assertEquals(before, stores.now());

            stores.sessions().lock(ANY, one.id());
            var locked = stores.now();
            advance(Duration.ofSeconds(7));
            stores.events().append(TestEvents.logOf(one.id()), TestEvents.notice("one"));

            assertFalse(locked.isBefore(before), () -> locked + " after " + before);
            assertEquals(locked, stores.now());
        });
        var event = read(stores -> stores.events().read(ANY, TestEvents.logOf(one.id()), 0, 1));
        assertEquals(1, event.size());
    }

    @Test
    @ResourceLock(Resources.TIME_ZONE)
    void every_instant_comes_back_whatever_the_zone_of_the_process() {
        var zone = TimeZone.getDefault();
        try {
            for (var name : List.of("UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia")) {
                TimeZone.setDefault(TimeZone.getTimeZone(name));
                var at = INSTANTS.get(1);
                var session = started(session(at));
                TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));

                assertEquals(session, stored(session), name);
            }
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void sessions_keep_their_instants() {
        for (var at : INSTANTS) {
            var session = started(session(at));
            assertEquals(session, stored(session));

            var active = started(sessions.activeSince(Instant.EPOCH, ids.session(), ANNA, "key " + at));
            keep(stores -> stores.sessions().touch(active.id(), at));
            assertEquals(at, stored(active).lastActivityAt());
            var ended = stored(active).movedTo(SessionStatus.COMPLETED, at.plusNanos(1_000));
            assertTrue(did(stores -> stores.sessions().change(ended, 1)));
            assertEquals(ended, stored(active));
        }
    }

    @Test
    void threads_and_messages_keep_their_instants() {
        var session = started(sessions.active(ANNA, "a"));
        for (var at : INSTANTS) {
            var thread = opened(new ChatThread(
                    ids.thread(),
                    session.id(),
                    "key " + at,
                    Optional.empty(),
                    at,
                    Optional.empty(),
                    0,
                    0,
                    UsageTotal.ZERO,
                    0,
                    1));
            var grown = thread.grownBy(1, 1, at);
            keepIn(session.id(), stores -> stores.threads().record(grown));
            var message = said(message(at, thread));

            assertEquals(grown, stored(thread));
            assertEquals(message, stored(message));
        }
    }

    @Test
    void replies_keep_their_instants() {
        var thread = openedFor(ANNA);
        for (var at : INSTANTS) {
            var queued = asked(replies.queuedAt(at, thread));
            var running = TestReplies.runningUntil(at, queued);
            changed(running);
            assertEquals(running, stored(queued));

            var finished = running.released(
                    running.reply().finished(FinishReason.STOPPED, Optional.empty(), Optional.empty(), at));
            changed(finished);
            assertEquals(finished, stored(queued));
        }
    }

    @Test
    void state_usage_requests_and_tokens_keep_their_instants() {
        var thread = openedFor(ANNA);
        for (var at : INSTANTS) {
            var entry = new StateEntry("key", JsonValue.of(1), 1, at, Optional.of(at));
            var spent = TestUsage.entry(ids.next(), ANNA, thread, TestReplies.TOKENS, at);
            var request = new StoredRequest("c", "o", "key " + at, "h", List.of(), at);
            var token = new StoredToken(ids.token(), "hash " + at, "user", "anna", Set.of(), at, at, Optional.empty());
            keepIn(thread.session(), stores -> {
                stores.state().put(thread.session(), entry);
                stores.usage().record(spent);
                stores.requestKeys().insert(request);
                stores.tokens().insert(token);
            });

            assertEquals(Optional.of(entry), read(stores -> stores.state().find(ANY, thread.session(), "key")));
            assertEquals(List.of(), read(stores -> stores.state().expired(at, ALL)));
            assertEquals(
                    1,
                    read(stores -> stores.state().expired(at.plusNanos(1_000), ALL))
                            .size());
            assertTrue(read(stores -> stores.usage().entries(ANNA, Optional.empty(), ALL))
                    .contains(spent));
            assertEquals(
                    Optional.of(request), write(stores -> stores.requestKeys().insert(request)));
            assertEquals(Optional.of(token), read(stores -> stores.tokens().find(token.id())));
            assertTrue(did(stores -> stores.tokens().revoke(token.id(), at)));
            assertEquals(
                    Optional.of(at),
                    read(stores -> stores.tokens().find(token.id()))
                            .orElseThrow()
                            .revokedAt());
        }
    }

    @Test
    void presences_and_leases_keep_their_instants() {
        var session = started(sessions.active(ANNA, "a"));
        for (var at : INSTANTS) {
            var presence = new StoredPresence(
                    ids.next(), session.id(), ids.next(), "user:anna", new ClientId("c"), at, Optional.empty());
            keepIn(session.id(), stores -> {
                stores.presence().insert(presence);
                stores.presence().begin(presence.node(), at);
                stores.presence().leave(session.id(), presence.id(), at);

                var held = new Held(presence.leftAt(at), Optional.of(at));
                assertEquals(List.of(held), stores.presence().list(ANY, List.of(session.id())));
                var next = at.plusNanos(1_000);
                assertEquals(List.of(), stores.presence().left(at, ALL));
                assertEquals(1, stores.presence().left(next, ALL).size());
                assertEquals(List.of(), stores.presence().ended(at, ALL));
                assertEquals(1, stores.presence().ended(next, ALL).size());
                assertFalse(stores.presence().renew(presence.node(), next, next));
                assertTrue(stores.presence().renew(presence.node(), at, at));
                stores.presence().remove(session.id(), presence.id());
                stores.presence().forget(presence.node(), next);
            });
        }
    }

    @Test
    void join_tokens_keep_their_instants() {
        var session = started(sessions.active(ANNA, "a"));
        for (var at : INSTANTS) {
            var token = new JoinToken(
                    ids.token(), session.id(), Admission.READ, at, at, Optional.empty(), Optional.empty());
            keepIn(session.id(), stores -> stores.joinTokens().insert(token, "hash " + at));
            assertEquals(Optional.of(token), stored(token));

            var before = at.minusNanos(1_000);
            assertTrue(did(stores -> stores.joinTokens().redeem(session.id(), token.id(), before, at)));
            assertEquals(Optional.of(token.redeemedAt(before, at)), stored(token));
            assertTrue(did(stores -> stores.joinTokens().revoke(session.id(), token.id(), at)));
            assertEquals(Optional.of(token.redeemedAt(before, at).revokedAt(at)), stored(token));
        }
    }

    private Optional<JoinToken> stored(JoinToken token) {
        return read(stores -> stores.joinTokens().find(ANY, token.session(), token.id()));
    }

    @Test
    void a_microsecond_tells_before_from_at() {
        var at = TestTimes.at(5);
        var next = at.plusNanos(1_000);
        var session = started(sessions.inStatus(SessionStatus.ACTIVE, SessionKind.SHARED, ANNA, "a", at));
        var running = asked(TestReplies.runningUntil(at, replies.queued(opened(threads.in(session)))));
        keep(stores -> {
            stores.requestKeys().insert(new StoredRequest("c", "o", "k", "h", List.of(), at));
            stores.tokens()
                    .insert(new StoredToken(ids.token(), "hash", "user", "anna", Set.of(), at, at, Optional.empty()));

            assertEquals(List.of(), stores.sessions().inactive(SessionKind.SHARED, SessionStatus.ACTIVE, at, ALL));
            assertEquals(
                    List.of(session.id()),
                    stores.sessions().inactive(SessionKind.SHARED, SessionStatus.ACTIVE, next, ALL));
            assertEquals(List.of(), stores.replies().leaseEnded(at, ALL));
            assertEquals(1, stores.replies().leaseEnded(next, ALL).size());
            assertEquals(0, stores.requestKeys().removeBefore(at, ALL));
            assertEquals(1, stores.requestKeys().removeBefore(next, ALL));
            stores.sessions().lock(ANY, session.id());
            stores.joinTokens()
                    .insert(
                            new JoinToken(
                                    ids.token(),
                                    session.id(),
                                    Admission.READ,
                                    at,
                                    at,
                                    Optional.empty(),
                                    Optional.empty()),
                            "hash");
            assertEquals(0, stores.joinTokens().count(session.id(), at));
            assertEquals(1, stores.joinTokens().count(session.id(), at.minusNanos(1_000)));
            assertEquals(0, stores.joinTokens().removeExpired(at, ALL));
            assertEquals(1, stores.joinTokens().removeExpired(next, ALL));
            assertEquals(0, stores.tokens().removeExpired(at, ALL));
            assertEquals(1, stores.tokens().removeExpired(next, ALL));
        });
        var finished = TestReplies.finishedAt(at, running);
        changed(finished);
        logged(session.id(), TestEvents.delta(finished.reply(), 0, "text"));
        assertEquals(List.of(), read(stores -> stores.replies().untrimmed(at, ALL)));
        assertEquals(1, read(stores -> stores.replies().untrimmed(next, ALL)).size());
    }

    private Session session(Instant at) {
        return new Session(
                ids.session(),
                SessionKind.SHARED,
                Optional.of(ANNA),
                "key of " + ids.next(),
                Optional.empty(),
                SessionStatus.EXPIRED,
                new Answerer.None(),
                at,
                at,
                Optional.of(at),
                1);
    }

    private Message message(Instant at, ChatThread thread) {
        return new Message(
                ids.message(),
                thread.session(),
                thread.id(),
                1,
                Role.USER,
                List.of(new Part.Text("text")),
                MessageSource.CLIENT,
                Optional.empty(),
                MessageStatus.COMPLETE,
                Optional.empty(),
                at,
                1);
    }
}
