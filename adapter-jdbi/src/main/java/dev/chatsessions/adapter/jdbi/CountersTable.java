package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.SessionId;

/** The counters of sessions. */
final class CountersTable {

    static final String FROM = "select e.session_id, e.name, e.counted from ${schema}.session_counters e";

    static final Row<LabelsTable.Named<Long>> ROW = row -> new LabelsTable.Named<>(
            new SessionId(Columns.id(row, "session_id")), row.getString("name"), row.getLong("counted"));

    private static final String PUT_ON_POSTGRESQL = """
            insert into ${schema}.session_counters (session_id, name, counted) values (?, ?, ?)
            on conflict (session_id, name) do update set counted = excluded.counted""";

    private static final String PUT_ON_H2 =
            "merge into ${schema}.session_counters (session_id, name, counted) key (session_id, name) values (?, ?, ?)";

    private final Transaction transaction;

    CountersTable(Transaction transaction) {
        this.transaction = transaction;
    }

    void put(SessionId session, String name, long counted) {
        transaction.changeLater(
                transaction.dialect() == Dialect.POSTGRESQL ? PUT_ON_POSTGRESQL : PUT_ON_H2,
                Values.of(session.value()).and(name).and(counted));
    }
}
