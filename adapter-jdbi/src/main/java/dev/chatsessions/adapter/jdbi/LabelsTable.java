package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.SessionId;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The labels of sessions, by which they are found. */
final class LabelsTable {

    static final String FROM = "select e.session_id, e.name, e.label from ${schema}.session_labels e";

    static final Row<Named<String>> ROW = row ->
            new Named<>(new SessionId(Columns.id(row, "session_id")), row.getString("name"), row.getString("label"));

    private static final String JOINED =
            " join ${schema}.session_labels {l} on {l}.session_id = s.id and {l}.name = ? and {l}.label in ";

    private static final String PUT_ON_POSTGRESQL = """
            insert into ${schema}.session_labels (session_id, name, label) values (?, ?, ?)
            on conflict (session_id, name) do update set label = excluded.label""";

    private static final String PUT_ON_H2 =
            "merge into ${schema}.session_labels (session_id, name, label) key (session_id, name) values (?, ?, ?)";

    private static final String REMOVE = "delete from ${schema}.session_labels where session_id = ? and name = ?";

    private final Transaction transaction;

    LabelsTable(Transaction transaction) {
        this.transaction = transaction;
    }

    /** Joins {@code sessions s} with the rows of these labels, whose values come next. */
    static String joined(Map<String, Set<String>> labels, Values values) {
        var joined = new StringBuilder();
        var aliases = IntStream.iterate(0, i -> i + 1).iterator();
        labels.forEach((name, wanted) -> {
            joined.append(JOINED.replace("{l}", "l" + aliases.next())).append(Values.listed(wanted.size()));
            values.and(name).andListedTexts(wanted);
        });
        return joined.toString();
    }

    void put(SessionId session, String name, String label) {
        transaction.changeLater(
                transaction.dialect() == Dialect.POSTGRESQL ? PUT_ON_POSTGRESQL : PUT_ON_H2,
                Values.of(session.value()).and(name).and(label));
    }

    void remove(SessionId session, String name) {
        transaction.changeLater(REMOVE, Values.of(session.value()).and(name));
    }

    /** Something that a session has under a name. */
    record Named<V>(SessionId session, String name, V value) {}
}
