package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.session.StateEntry;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StateStore;
import java.util.List;
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
                ? tables.state().of(session).ascending().toList()
                : List.of();
    }

    @Override
    public Optional<StateEntry> find(SessionAccess access, SessionId session, String key) {
        var tables = transaction.reading();
        return tables.sessions()
                .find(access, session)
                .flatMap(seen -> tables.state().of(session).find(key));
    }

    @Override
    public int count(SessionId session) {
        var tables = transaction.reading();
        return tables.sessions().find(session).isPresent()
                ? tables.state().of(session).size()
                : 0;
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
}
