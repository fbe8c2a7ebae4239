package dev.chatsessions.core.session;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.Stale;
import dev.chatsessions.JsonValue;
import dev.chatsessions.LogScope;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.core.work.MergePatch;
import dev.chatsessions.core.work.RequestKeys;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionState;
import dev.chatsessions.session.StateChange;
import dev.chatsessions.session.StateEntry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The shared state of sessions. Thread-safe. */
final class SharedState {

    private static final int MAX_KEYS = 256;

    private final Transactions transactions;

    private final Duration sharedExpiry;

    SharedState(Transactions transactions, Duration sharedExpiry) {
        this.transactions = transactions;
        this.sharedExpiry = sharedExpiry;
    }

    SessionState read(Caller caller, SessionId session) {
        var access = Access.toRead(caller);
        return transactions.read(stores -> {
            if (stores.sessions().find(access, session).isEmpty()) {
                throw Access.missing(stores, access, session);
            }
            return new SessionState(stores.state().entries(access, session));
        });
    }

    Optional<StateEntry> change(
            Caller caller, SessionId session, StateChange change, ExpectedVersion expected, RequestKey requestKey) {
        var access = Access.toWrite(caller);
        Limits.name("key", change.key(), 200);
        return transactions.write(writing -> RequestKeys.once(
                writing,
                caller,
                "change-state " + session,
                requestKey,
                List.of(change, expected),
                List.of(change.key()),
                results -> {
                    if (writing.stores().sessions().find(access, session).isEmpty()) {
                        throw RequestKeys.gone("state");
                    }
                    return writing.stores().state().find(access, session, results.get(0));
                },
                () -> {
                    var locked = writing.stores()
                            .sessions()
                            .lock(access, session)
                            .orElseThrow(() -> Access.missing(writing.stores(), access, session));
                    var now = SessionRules.asOf(locked.session(), writing.now(), sharedExpiry);
                    SessionRules.requireOpenForMessages(now);
                    var old = writing.stores().state().find(access, session, change.key());
                    if (!expected.matches(old.map(StateEntry::version).orElse(0L))) {
                        throw new Stale("state key " + change.key() + " changed meanwhile; read it again");
                    }
                    var value = applied(change, old.map(StateEntry::value));
                    if (value.equals(old.map(StateEntry::value))) {
                        return old;
                    }
                    Activity.in(writing, now);
                    return stored(writing, session, change.key(), old.isEmpty(), value);
                }));
    }

    private static Optional<StateEntry> stored(
            Writing writing, SessionId session, String key, boolean isNew, Optional<JsonValue> value) {
        var sequence = writing.publish(new LogScope.OfSession(session), SessionEvents.stateChanged(key, value));
        if (value.isEmpty()) {
            writing.stores().state().remove(session, key);
            return Optional.empty();
        }
        if (isNew && writing.stores().state().count(session) >= MAX_KEYS) {
            throw new Conflict("state-full", "the session's state holds " + MAX_KEYS + " keys; remove one first");
        }
        var entry = new StateEntry(key, value.get(), sequence, writing.now());
        writing.stores().state().put(session, entry);
        return Optional.of(entry);
    }

    /** What the key holds after the change; empty for nothing. */
    private static Optional<JsonValue> applied(StateChange change, Optional<JsonValue> old) {
        if (change instanceof StateChange.Put put) {
            return Optional.of(Limits.value("value", put.value()));
        }
        if (change instanceof StateChange.Merge merge) {
            var merged = MergePatch.merged(old.orElse(JsonValue.Fields.EMPTY), merge.patch());
            return Optional.of(Limits.value("value", merged));
        }
        if (change instanceof StateChange.Increment increment) {
            return Optional.of(Limits.value("value", sum(old.orElse(JsonValue.of(0)), increment.by())));
        }
        return Optional.empty();
    }

    private static JsonValue sum(JsonValue old, BigDecimal by) {
        if (!(old instanceof JsonValue.Number number)) {
            throw new Invalid("value", "is not a number and cannot be incremented");
        }
        try {
            return new JsonValue.Number(number.value().add(by));
        } catch (IllegalArgumentException tooLong) {
            throw new Invalid("value", "would have more than 100 digits");
        }
    }
}
