package dev.chatsessions.adapter.jdbi;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.chatsessions.SessionId;
import dev.chatsessions.session.StateEntry;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StateStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shared state of sessions. */
final class StateTable implements StateStore {

    private static final String FIND = """
            select e.state_key, e.state_value, e.version, e.changed_at, e.expires_at from ${schema}.session_state e
            join ${schema}.sessions s on s.id = e.session_id where e.session_id = ?""";

    private static final String SIZE = """
            select count(*) as entries, coalesce(sum(e.value_bytes), 0) as bytes from ${schema}.session_state e
            join ${schema}.sessions s on s.id = e.session_id where e.session_id = ? and s.deleted_at is null""";

    private static final String COUNTS = """
            select e.session_id, count(*) as entries from ${schema}.session_state e
            join ${schema}.sessions s on s.id = e.session_id where s.deleted_at is null and s.id in\s""";

    private static final String REMOVE = "delete from ${schema}.session_state where session_id = ? and state_key = ?";

    private static final String PUT_ON_POSTGRESQL = """
            insert into ${schema}.session_state
            (session_id, state_key, state_value, value_bytes, version, changed_at, expires_at)
            values (?, ?, ${json}, ?, ?, ?, ?) on conflict (session_id, state_key) do update
            set state_value = excluded.state_value, value_bytes = excluded.value_bytes, version = excluded.version,
            changed_at = excluded.changed_at, expires_at = excluded.expires_at""";

    private static final String PUT_ON_H2 = """
            merge into ${schema}.session_state
            (session_id, state_key, state_value, value_bytes, version, changed_at, expires_at)
            key (session_id, state_key) values (?, ?, ?, ?, ?, ?, ?)""";

    private static final String EXPIRED = """
            select e.session_id from ${schema}.session_state e where e.expires_at < ? order by e.expires_at limit ?""";

    /** UTF-16 and the collations of databases sort otherwise. */
    private static final Comparator<StateEntry> BY_BYTES =
            Comparator.comparing(entry -> entry.key().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private static final Row<StateEntry> ROW = row -> new StateEntry(
            row.getString("state_key"),
            Json.read(row.getString("state_value")),
            row.getLong("version"),
            Columns.time(row, "changed_at"),
            Columns.optionalTime(row, "expires_at"));

    private final Transaction transaction;

    StateTable(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public List<StateEntry> entries(SessionAccess access, SessionId session) {
        var right = Access.to(access);
        return transaction
                .list(FIND + right.condition(), Values.of(session.value()).andAll(right.values()), ROW)
                .stream()
                .sorted(BY_BYTES)
                .toList();
    }

    @Override
    public Optional<StateEntry> find(SessionAccess access, SessionId session, String key) {
        var right = Access.to(access);
        return transaction.first(
                FIND + right.condition() + " and e.state_key = ?",
                Values.of(session.value()).andAll(right.values()).and(key),
                ROW);
    }

    @Override
    public Size size(SessionId session) {
        return transaction
                .first(SIZE, Values.of(session.value()), row -> new Size(row.getInt("entries"), row.getLong("bytes")))
                .orElseThrow();
    }

    @Override
    public Map<SessionId, Integer> counts(List<SessionId> sessions) {
        if (sessions.isEmpty()) {
            return Map.of();
        }
        var ids = sessions.stream().map(SessionId::value).toList();
        return transaction
                .list(
                        COUNTS + Values.listed(ids.size()) + " group by e.session_id",
                        new Values().andListed(ids),
                        row -> Map.entry(new SessionId(Columns.id(row, "session_id")), row.getInt("entries")))
                .stream()
                .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public void put(SessionId session, StateEntry entry) {
        transaction.changeLater(
                transaction.dialect() == Dialect.POSTGRESQL ? PUT_ON_POSTGRESQL : PUT_ON_H2,
                Values.of(session.value())
                        .and(entry.key())
                        .and(Json.write(entry.value()))
                        .and(entry.value().bytes())
                        .and(entry.version())
                        .and(entry.changedAt())
                        .andTime(entry.expiresAt()));
    }

    @Override
    public void remove(SessionId session, String key) {
        transaction.changeLater(REMOVE, Values.of(session.value()).and(key));
    }

    @Override
    public List<SessionId> expired(Instant before, int limit) {
        return transaction.list(
                EXPIRED, new Values().and(before).and(limit), row -> new SessionId(Columns.id(row, "session_id")));
    }
}
