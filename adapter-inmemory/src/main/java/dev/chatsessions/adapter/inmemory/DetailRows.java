package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.SessionId;
import dev.chatsessions.session.SessionDetails;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Labels, counters and attributes of sessions, and who has a label. */
final class DetailRows {

    private final Rows<SessionId, SessionDetails> details;

    private final Grouped<Label, UUID, SessionId> bearers;

    DetailRows(Journal journal) {
        details = new Rows<>(journal);
        bearers = new Grouped<>(journal, Placing.by(SessionId::value, Order.OF_IDS));
    }

    SessionDetails of(SessionId session) {
        return details.find(session).orElse(SessionDetails.NONE);
    }

    /** The sessions with a label of this name and value. */
    Ordered<UUID, SessionId> bearers(String name, String value) {
        return bearers.of(new Label(name, value));
    }

    /** Whether it has each of these labels, with one of the values that are wanted. */
    boolean hasAll(SessionId session, Map<String, Set<String>> labels) {
        var kept = of(session).labels();
        return labels.entrySet().stream()
                .allMatch(wanted ->
                        kept.containsKey(wanted.getKey()) && wanted.getValue().contains(kept.get(wanted.getKey())));
    }

    void put(SessionId session, SessionDetails next) {
        labels(of(session)).forEach(label -> bearers.remove(label, session.value()));
        labels(next).forEach(label -> bearers.put(label, session));
        details.put(session, next);
    }

    void remove(SessionId session) {
        labels(of(session)).forEach(label -> bearers.remove(label, session.value()));
        details.remove(session);
    }

    private static List<Label> labels(SessionDetails details) {
        return details.labels().entrySet().stream()
                .map(entry -> new Label(entry.getKey(), entry.getValue()))
                .toList();
    }

    private record Label(String name, String value) {}
}
