package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.ClientId;
import dev.chatsessions.SessionId;
import dev.chatsessions.spi.PresenceStore;
import dev.chatsessions.spi.SessionAccess;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Connections of clients to sessions, and the leases of nodes. */
final class PresencesTable implements PresenceStore {

    private static final Insert INSERT =
            Insert.into("presences", "session_id, id, node_id, caller, client, entered_at", "session_id, id");

    private static final Insert BEGIN = Insert.into("presence_nodes", "id, lease_until", "id");

    private static final String COLUMNS = "p.session_id, p.id, p.node_id, p.caller, p.client, p.entered_at, p.left_at";

    private static final String LIST = "select " + COLUMNS + """
            , (select n.lease_until from ${schema}.presence_nodes n where n.id = p.node_id) as lease_until
            from ${schema}.presences p join ${schema}.sessions s on s.id = p.session_id where s.id in\s""";

    private static final String REMOVE = "delete from ${schema}.presences where session_id = ? and id = ?";

    private static final String LEAVE =
            "update ${schema}.presences set left_at = ? where session_id = ? and id = ? and left_at is null";

    private static final String LEFT =
            "select " + COLUMNS + " from ${schema}.presences p where p.left_at < ? order by p.left_at limit ?";

    private static final String OF_NODE =
            "select " + COLUMNS + " from ${schema}.presences p where p.node_id = ? limit ?";

    private static final String RENEW =
            "update ${schema}.presence_nodes set lease_until = ? where id = ? and lease_until >= ?";

    private static final String ENDED = """
            select n.id from ${schema}.presence_nodes n where n.lease_until < ? order by n.lease_until limit ?""";

    private static final String FORGET = "delete from ${schema}.presence_nodes where id = ? and lease_until < ?";

    private static final Row<StoredPresence> ROW = row -> new StoredPresence(
            Columns.id(row, "id"),
            new SessionId(Columns.id(row, "session_id")),
            Columns.id(row, "node_id"),
            row.getString("caller"),
            new ClientId(row.getString("client")),
            Columns.time(row, "entered_at"),
            Columns.optionalTime(row, "left_at"));

    private final Transaction transaction;

    PresencesTable(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void insert(StoredPresence presence) {
        transaction.insertLater(
                INSERT,
                Values.of(presence.session().value())
                        .and(presence.id())
                        .and(presence.node())
                        .and(presence.caller())
                        .and(presence.client().value())
                        .and(presence.enteredAt()));
    }

    @Override
    public List<Held> list(SessionAccess access, List<SessionId> sessions) {
        if (sessions.isEmpty()) {
            return List.of();
        }
        var right = Access.to(access);
        var ids = sessions.stream().map(SessionId::value).toList();
        return transaction.list(
                LIST + Values.listed(ids.size()) + right.condition(),
                new Values().andListed(ids).andAll(right.values()),
                row -> new Held(ROW.read(row), Columns.optionalTime(row, "lease_until")));
    }

    @Override
    public void remove(SessionId session, UUID presence) {
        transaction.changeLater(REMOVE, Values.of(session.value()).and(presence));
    }

    @Override
    public void leave(SessionId session, UUID presence, Instant at) {
        transaction.changeLater(LEAVE, new Values().and(at).and(session.value()).and(presence));
    }

    @Override
    public List<StoredPresence> left(Instant before, int limit) {
        return transaction.list(LEFT, new Values().and(before).and(limit), ROW);
    }

    @Override
    public List<StoredPresence> of(UUID node, int limit) {
        return transaction.list(OF_NODE, Values.of(node).and(limit), ROW);
    }

    @Override
    public void begin(UUID node, Instant until) {
        transaction.insertLater(BEGIN, Values.of(node).and(until));
    }

    @Override
    public boolean renew(UUID node, Instant now, Instant until) {
        return transaction.change(RENEW, new Values().and(until).and(node).and(now)) == 1;
    }

    @Override
    public List<UUID> ended(Instant before, int limit) {
        return transaction.list(ENDED, new Values().and(before).and(limit), row -> Columns.id(row, "id"));
    }

    @Override
    public void forget(UUID node, Instant before) {
        transaction.changeLater(FORGET, Values.of(node).and(before));
    }
}
