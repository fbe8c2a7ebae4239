package dev.chatsessions.adapter.inmemory;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.chatsessions.JsonValue;
import dev.chatsessions.SessionId;
import dev.chatsessions.session.StateEntry;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StateStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class InMemoryState implements StateStore {

    private final Transaction transaction;

    InMemoryState(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public List<StateEntry> entries(SessionAccess access, SessionId session) {
        var tables = transaction.reading();
        return tables.sessions().find(access, session).isPresent()
                ? tables.state().of(session).toList()
                : List.of();
    }

    @Override
    public Optional<StateEntry> find(SessionAccess access, SessionId session, String key) {
        var tables = transaction.reading();
        return tables.sessions()
                .find(access, session)
                .flatMap(seen -> tables.state().find(session, key));
    }

    @Override
    public Size size(SessionId session) {
        var tables = transaction.reading();
        var values = tables.sessions().find(session).isPresent()
                ? tables.state().of(session).map(StateEntry::value).toList()
                : List.<JsonValue>of();
        return new Size(
                values.size(), values.stream().mapToLong(JsonValue::bytes).sum());
    }

    @Override
    public Map<SessionId, Integer> counts(List<SessionId> sessions) {
        return sessions.stream()
                .distinct()
                .map(session -> Map.entry(session, size(session).entries()))
                .filter(count -> count.getValue() > 0)
                .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public void put(SessionId session, StateEntry entry) {
        Storable.require("key", entry.key());
        transaction.holding(session).state().put(session, entry);
    }

    @Override
    public void remove(SessionId session, String key) {
        transaction.holding(session).state().remove(session, key);
    }

    @Override
    public List<SessionId> expired(Instant before, int limit) {
        return transaction.reading().state().expiredBefore(before).limit(limit).toList();
    }
}
