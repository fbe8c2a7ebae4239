package dev.chatsessions.adapter.jdbi;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.chatsessions.JsonValue;
import dev.chatsessions.SessionId;
import dev.chatsessions.session.SessionDetails;
import dev.chatsessions.spi.DetailsStore;
import dev.chatsessions.spi.SessionAccess;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Labels, counters and attributes of sessions, each kind in its own table. */
final class Details implements DetailsStore {

    private static final String OF_SESSIONS =
            " join ${schema}.sessions s on s.id = e.session_id where e.session_id in ";

    private final Transaction transaction;

    private final LabelsTable labels;

    private final CountersTable counters;

    private final AttributesTable attributes;

    Details(Transaction transaction, LabelsTable labels, CountersTable counters, AttributesTable attributes) {
        this.transaction = transaction;
        this.labels = labels;
        this.counters = counters;
        this.attributes = attributes;
    }

    @Override
    public Map<SessionId, SessionDetails> find(SessionAccess access, Collection<SessionId> sessions) {
        if (sessions.isEmpty()) {
            return Map.of();
        }
        var right = Access.to(access);
        var ids = sessions.stream().map(SessionId::value).toList();
        var wanted = OF_SESSIONS + Values.listed(ids.size()) + right.condition();
        var trip = transaction.trip();
        var labelled = trip.ask(
                LabelsTable.FROM + wanted, new Values().andListed(ids).andAll(right.values()), LabelsTable.ROW);
        var counted = trip.ask(
                CountersTable.FROM + wanted, new Values().andListed(ids).andAll(right.values()), CountersTable.ROW);
        var described = trip.ask(
                AttributesTable.FROM + wanted, new Values().andListed(ids).andAll(right.values()), AttributesTable.ROW);
        trip.send();
        return together(
                named(labelled.rows()),
                named(counted.rows()),
                described.rows().stream().collect(toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public void change(SessionId session, SessionDetails before, SessionDetails next) {
        differing(before.labels(), next.labels()).forEach((name, label) -> labels.put(session, name, label));
        before.labels().keySet().stream()
                .filter(name -> !next.labels().containsKey(name))
                .forEach(name -> labels.remove(session, name));
        differing(before.counters(), next.counters()).forEach((name, value) -> counters.put(session, name, value));
        if (!next.attributes().equals(before.attributes())) {
            attributes.put(session, next.attributes());
        }
    }

    private static Map<SessionId, SessionDetails> together(
            Map<SessionId, Map<String, String>> labels,
            Map<SessionId, Map<String, Long>> counters,
            Map<SessionId, JsonValue.Fields> attributes) {
        var found = new LinkedHashMap<SessionId, SessionDetails>();
        for (var kind : List.of(labels, counters, attributes)) {
            for (var session : kind.keySet()) {
                found.computeIfAbsent(
                        session,
                        id -> new SessionDetails(
                                labels.getOrDefault(id, Map.of()),
                                counters.getOrDefault(id, Map.of()),
                                attributes.getOrDefault(id, JsonValue.Fields.EMPTY)));
            }
        }
        found.values().removeIf(SessionDetails.NONE::equals);
        return found;
    }

    private static <V> Map<SessionId, Map<String, V>> named(List<LabelsTable.Named<V>> rows) {
        return rows.stream()
                .collect(groupingBy(
                        LabelsTable.Named::session, toMap(LabelsTable.Named::name, LabelsTable.Named::value)));
    }

    private static <V> Map<String, V> differing(Map<String, V> before, Map<String, V> next) {
        return next.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
