package dev.chatsessions.adapter.jdbi;

import static java.util.stream.Collectors.joining;

import dev.chatsessions.SessionId;
import java.util.Map;
import java.util.stream.IntStream;

/** The labels of sessions, by which they are found. */
final class LabelsTable {

    static final String FROM = "select e.session_id, e.name, e.label from ${schema}.session_labels e";

    static final Row<Named<String>> ROW = row ->
            new Named<>(new SessionId(Columns.id(row, "session_id")), row.getString("name"), row.getString("label"));

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
    static String joined(Map<String, String> labels, Values values) {
        labels.forEach((name, label) -> values.and(name).and(label));
        return IntStream.range(0, labels.size())
                .mapToObj(i -> " join ${schema}.session_labels l" + i + " on l" + i + ".session_id = s.id and l" + i
                        + ".name = ? and l" + i + ".label = ?")
                .collect(joining());
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
