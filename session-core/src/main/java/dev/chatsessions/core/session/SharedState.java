package dev.chatsessions.core.session;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Stale;
import dev.chatsessions.JsonValue;
import dev.chatsessions.LogScope;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.core.work.RequestKeys;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionState;
import dev.chatsessions.session.StateChange;
import dev.chatsessions.session.StateEntry;
import dev.chatsessions.spi.SessionAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The shared state of sessions. Thread-safe. */
final class SharedState {

    private final Transactions transactions;

    private final Duration sharedExpiry;

    SharedState(Transactions transactions, Duration sharedExpiry) {
        this.transactions = transactions;
        this.sharedExpiry = sharedExpiry;
    }

    SessionState read(Caller caller, SessionId session) {
        var access = Access.toRead(caller);
        return transactions.read(access, stores -> {
            if (stores.sessions().find(access, session).isEmpty()) {
                throw Access.missing(stores, access, session);
            }
            return StateRules.there(stores.state().entries(access, session), stores.now());
        });
    }

    Optional<StateEntry> change(
            Caller caller, SessionId session, StateChange change, ExpectedVersion expected, RequestKey requestKey) {
        var access = Access.toWrite(caller);
        Limits.name("key", change.key(), 200);
        return transactions.write(
                access,
                writing -> RequestKeys.once(
                        writing,
                        caller,
                        "change-state " + session,
                        requestKey,
                        List.of(change, expected),
                        List.of(change.key()),
                        results -> {
                            if (writing.stores()
                                    .sessions()
                                    .find(access, session)
                                    .isEmpty()) {
                                throw RequestKeys.gone("state");
                            }
                            return there(writing, access, session, results.get(0));
                        },
                        () -> {
                            var locked = writing.stores()
                                    .sessions()
                                    .lock(access, session)
                                    .orElseThrow(() -> Access.missing(writing.stores(), access, session));
                            var now = SessionRules.asOf(locked.session(), writing.now(), sharedExpiry);
                            SessionRules.requireOpenForMessages(now);
                            var old = there(writing, access, session, change.key());
                            if (!expected.matches(old.map(StateEntry::version).orElse(0L))) {
                                throw new Stale("state key " + change.key() + " changed meanwhile; read it again");
                            }
                            var value = StateRules.applied(change, old.map(StateEntry::value));
                            var expiresAt = StateRules.expiry(change, old, writing.now());
                            if (value.equals(old.map(StateEntry::value))) {
                                return old.map(entry -> kept(writing, session, entry, expiresAt));
                            }
                            Activity.in(writing, now);
                            return value.map(present -> put(writing, session, change.key(), old, present, expiresAt))
                                    .or(() -> removed(writing, session, change.key()));
                        }));
    }

    /** The entry, unless its time ran out, swept or not. */
    private static Optional<StateEntry> there(Writing writing, SessionAccess access, SessionId session, String key) {
        return writing.stores().state().find(access, session, key).filter(entry -> entry.isThereAt(writing.now()));
    }

    /** The same value; nobody has to be told that it stays for another time. */
    private static StateEntry kept(Writing writing, SessionId session, StateEntry entry, Optional<Instant> expiresAt) {
        if (entry.expiresAt().equals(expiresAt)) {
            return entry;
        }
        var next = entry.expiring(expiresAt);
        writing.stores().state().put(session, next);
        return next;
    }

    private static StateEntry put(
            Writing writing,
            SessionId session,
            String key,
            Optional<StateEntry> old,
            JsonValue value,
            Optional<Instant> expiresAt) {
        var more = value.bytes() - old.map(entry -> entry.value().bytes()).orElse(0);
        if (old.isEmpty() || more > 0) {
            requireRoom(writing, session, old.isEmpty() ? 1 : 0, more);
        }
        var sequence =
                writing.publish(new LogScope.OfSession(session), SessionEvents.stateChanged(key, Optional.of(value)));
        var entry = new StateEntry(key, value, sequence, writing.now(), expiresAt);
        writing.stores().state().put(session, entry);
        return entry;
    }

    private static Optional<StateEntry> removed(Writing writing, SessionId session, String key) {
        writing.publish(new LogScope.OfSession(session), SessionEvents.stateChanged(key, Optional.empty()));
        writing.stores().state().remove(session, key);
        return Optional.empty();
    }

    /** What ran out takes no room, even if nobody swept it. */
    private static void requireRoom(Writing writing, SessionId session, int keys, int bytes) {
        var state = writing.stores().state();
        if (!StateRules.hasRoom(state.size(session), keys, bytes)) {
            StateExpiry.removeExpired(writing, session);
            StateRules.requireRoom(state.size(session), keys, bytes);
        }
    }
}
