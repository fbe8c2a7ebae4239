package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.JsonValue;
import dev.chatsessions.SessionId;
import java.util.Map;

/** The attributes of sessions. */
final class AttributesTable {

    static final String FROM = "select e.session_id, e.attributes from ${schema}.session_attributes e";

    static final Row<Map.Entry<SessionId, JsonValue.Fields>> ROW = row ->
            Map.entry(new SessionId(Columns.id(row, "session_id")), Json.readFields(row.getString("attributes")));

    private static final String PUT_ON_POSTGRESQL = """
            insert into ${schema}.session_attributes (session_id, attributes) values (?, ${json})
            on conflict (session_id) do update set attributes = excluded.attributes""";

    private static final String PUT_ON_H2 =
            "merge into ${schema}.session_attributes (session_id, attributes) key (session_id) values (?, ?)";

    private final Transaction transaction;

    AttributesTable(Transaction transaction) {
        this.transaction = transaction;
    }

    void put(SessionId session, JsonValue.Fields attributes) {
        transaction.changeLater(
                transaction.dialect() == Dialect.POSTGRESQL ? PUT_ON_POSTGRESQL : PUT_ON_H2,
                Values.of(session.value()).and(Json.write(attributes)));
    }
}
