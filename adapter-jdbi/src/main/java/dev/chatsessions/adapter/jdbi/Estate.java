package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.Caller;
import dev.chatsessions.DeviceId;
import dev.chatsessions.LogScope;
import dev.chatsessions.Provider;
import dev.chatsessions.UserId;
import dev.chatsessions.WorkerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that is kept of a user, table by table: what hangs on his sessions, workers and devices goes before them, so that
 * whoever goes on after a kill finds the rest. For one transaction.
 */
final class Estate {

    private static final String NEXT_SESSION = """
            select s.id from ${schema}.sessions s where s.owner_key = ? and s.deleted_at is not null limit 1 for update""";

    private static final String NEXT_WORKER =
            "select w.id from ${schema}.workers w where w.owner = ? limit 1 for update";

    private static final String NEXT_LINK = """
            select l.id, l.provider, l.uid from ${schema}.device_links l where l.owner = ? limit 1 for update""";

    /** Each with the columns of the index by which they are found. */
    private static final Map<String, String> BELOW_SESSION = Map.ofEntries(
            Map.entry("messages", "session_id, thread_id, position"),
            Map.entry("session_events", "session_id, sequence"),
            Map.entry("replies", "session_id, id"),
            Map.entry("permission_requests", "session_id, reply_id, request_id, fence"),
            Map.entry("session_state", "session_id, state_key"),
            Map.entry("join_tokens", "session_id, id"),
            Map.entry("session_labels", "session_id, name"),
            Map.entry("session_counters", "session_id, name"),
            Map.entry("session_attributes", "session_id"),
            Map.entry("assignments", "session_id"),
            Map.entry("budget_holds", "session_id, reply_id, model, period"),
            Map.entry("presences", "session_id, id"),
            Map.entry("segments", "session_id, segment_key"),
            Map.entry("conversations", "session_id, thread_id"),
            Map.entry("device_answers", "session_id"),
            Map.entry("orphans", "session_id"),
            Map.entry("threads", "session_id, id"));

    private static final String IN_SESSION = "session_id = ?";

    private static final String IN_LOG = "scope = ?";

    private static final String WITH_TOKEN = "subject = ? and subject_kind = '%s'";

    private static final String HIS_TOKEN = "subject = ? and subject_kind in ('user', 'sign-out')";

    /** What came from a device into sessions that are gone; whoever had it before, or has it now, keeps his. */
    private static final String FROM_DEVICE = """
            provider = ? and uid = ?
            and not exists (select 1 from ${schema}.sessions s where s.id = session_id)""";

    private static final String LINKED = "${schema}.device_links l join ${schema}.deliveries d"
            + " on d.provider = l.provider and d.uid = l.uid where l.owner = ?";

    private static final String HIS =
            "${schema}.sessions s join ${schema}.%s b on b.session_id = s.id where s.owner_key = ?";

    private final Transaction transaction;

    private final UserId user;

    private final Map<String, Long> removed = new TreeMap<>();

    Estate(Transaction transaction, UserId user) {
        this.transaction = transaction;
        this.user = user;
    }

    /**
     * Some rows of a table.
     *
     * @param order the columns of the index by which they are found
     */
    private record Share(String table, String condition, Values values, String order) {

        static Share of(String table, String condition, String value, String order) {
            return new Share(table, condition, Values.of(value), order);
        }
    }

    /** Removes about so many rows of each table, and tells how many. */
    Map<String, Long> remove(int limit) {
        transaction.requireWriting();
        removeSessions(limit);
        if (removed.isEmpty()) {
            take(own(), limit);
            removeWorkers(limit);
        }
        if (removed.isEmpty()) {
            removeLinks(limit);
        }
        return removed;
    }

    private void removeSessions(int limit) {
        var next = transaction.first(NEXT_SESSION, name(), row -> Columns.id(row, "id"));
        while (next.isPresent() && total() < limit) {
            var id = next.get();
            var below = BELOW_SESSION.entrySet().stream()
                    .map(table -> new Share(table.getKey(), IN_SESSION, Values.of(id), table.getValue()));
            var guests = tokens("guest", id.toString());
            if (take(Stream.concat(below, Stream.of(guests)).toList(), limit) == 0) {
                take(List.of(new Share("sessions", "id = ?", Values.of(id), "id")), 1);
                next = transaction.first(NEXT_SESSION, name(), row -> Columns.id(row, "id"));
            }
        }
    }

    /** What hangs on nothing else. */
    private List<Share> own() {
        var log = new LogScope.OfUser(user).toString();
        return List.of(
                Share.of("usage_entries", "user_id = ?", user.value(), "user_id, spent_at, id"),
                Share.of("usage_sums", "user_id = ?", user.value(), "user_id, spent_on"),
                Share.of("budgets", "user_id = ?", user.value(), "user_id, model, period"),
                Share.of("budget_windows", "user_id = ?", user.value(), "user_id, model, period, starts_at"),
                Share.of("requests", "owner = ?", user.value(), "owner, id"),
                Share.of("listen_preferences", "user_id = ?", user.value(), "user_id"),
                Share.of("webhook_secrets", "owner = ?", user.value(), "owner, id"),
                Share.of("pending_links", "user_id = ?", user.value(), "user_id"),
                Share.of("worker_registrations", "approved_by = ?", user.value(), "approved_by"),
                Share.of("tokens", HIS_TOKEN, user.value(), "subject, subject_kind"),
                served(Caller.user(user)),
                Share.of("scope_events", IN_LOG, log, "scope, sequence"),
                Share.of("scope_heads", IN_LOG, log, "scope"));
    }

    private static Share tokens(String kind, String subject) {
        return Share.of("tokens", WITH_TOKEN.formatted(kind), subject, "subject, subject_kind");
    }

    private static Share served(Caller caller) {
        return Share.of("request_keys", "caller = ?", caller.key(), "caller, operation, request_key");
    }

    private void removeWorkers(int limit) {
        var next = transaction.first(NEXT_WORKER, name(), row -> row.getString("id"));
        while (next.isPresent() && total() < limit) {
            var id = new WorkerId(next.get());
            var log = new LogScope.OfWorker(id).toString();
            var below = List.of(
                    tokens("worker", id.value()),
                    served(new Caller.Worker(id)),
                    Share.of("scope_events", IN_LOG, log, "scope, sequence"),
                    Share.of("scope_heads", IN_LOG, log, "scope"));
            if (take(below, limit) == 0) {
                take(List.of(Share.of("workers", "id = ?", id.value(), "id")), 1);
                next = transaction.first(NEXT_WORKER, name(), row -> row.getString("id"));
            }
        }
    }

    private void removeLinks(int limit) {
        var next = transaction.first(NEXT_LINK, name(), Link::read);
        while (next.isPresent() && total() < limit) {
            var link = next.get();
            var device = link.device;
            var below = List.of(
                    new Share(
                            "deliveries",
                            FROM_DEVICE,
                            Values.of(device.provider().value()).and(device.uid()),
                            "provider, uid, id"),
                    served(new Caller.Device(device)));
            if (take(below, limit) == 0) {
                take(List.of(new Share("device_links", "id = ?", link.id, "id")), 1);
                next = transaction.first(NEXT_LINK, name(), Link::read);
            }
        }
    }

    /** Removes some of each and says how many in all. */
    private long take(List<Share> shares, int limit) {
        var trip = transaction.trip();
        var answers = shares.stream()
                .map(share -> trip.change(
                        transaction.dialect().removeSome(share.table, share.condition, share.order),
                        new Values().andAll(share.values).and(limit)))
                .toList();
        trip.send();
        var sum = 0L;
        for (var place = 0; place < shares.size(); place++) {
            long rows = answers.get(place).changed();
            if (rows > 0) {
                removed.merge(shares.get(place).table, rows, Long::sum);
                sum += rows;
            }
        }
        return sum;
    }

    private long total() {
        return removed.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many rows of each table hold something of him. */
    Map<String, Long> count() {
        var found = new TreeMap<String, String>();
        BELOW_SESSION.keySet().forEach(table -> found.put(table, HIS.formatted(table)));
        found.put("sessions", "${schema}.sessions s where s.owner_key = ?");
        found.put("workers", "${schema}.workers w where w.owner = ?");
        found.put("device_links", "${schema}.device_links l where l.owner = ?");
        found.put("deliveries", LINKED);
        var values = new HashMap<String, Values>();
        own().forEach(share -> {
            found.put(share.table, "${schema}." + share.table + " where " + share.condition);
            values.put(share.table, share.values);
        });
        var trip = transaction.trip();
        var answers = new TreeMap<String, Answer<Long>>();
        found.forEach((table, where) -> answers.put(
                table,
                trip.ask(
                        "select count(*) as found from " + where,
                        values.getOrDefault(table, name()),
                        row -> row.getLong("found"))));
        trip.send();
        var counts = new TreeMap<String, Long>();
        answers.forEach((table, answer) -> counts.put(table, answer.first().orElseThrow()));
        return counts;
    }

    private Values name() {
        return Values.of(user.value());
    }

    private record Link(Values id, DeviceId device) {

        static Link read(ResultSet row) throws SQLException {
            return new Link(
                    Values.of(Columns.id(row, "id")),
                    new DeviceId(new Provider(row.getString("provider")), row.getString("uid")));
        }
    }
}
