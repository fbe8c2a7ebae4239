package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.session.SessionDetails;
import dev.chatsessions.spi.DetailsStore;
import dev.chatsessions.spi.SessionAccess;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

final class InMemoryDetails implements DetailsStore {

    private final Transaction transaction;

    InMemoryDetails(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public Map<SessionId, SessionDetails> find(SessionAccess access, Collection<SessionId> sessions) {
        var tables = transaction.reading();
        var found = new LinkedHashMap<SessionId, SessionDetails>();
        for (var session : sessions) {
            var details = tables.details().of(session);
            if (!details.equals(SessionDetails.NONE)
                    && tables.sessions().find(access, session).isPresent()) {
                found.put(session, details);
            }
        }
        return found;
    }

    @Override
    public void change(SessionId session, SessionDetails before, SessionDetails next) {
        next.labels().forEach(Storable::require);
        next.counters().keySet().forEach(name -> Storable.require("counter", name));
        transaction.holding(session).details().put(session, next);
    }
}
