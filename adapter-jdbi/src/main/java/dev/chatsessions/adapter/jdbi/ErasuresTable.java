package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.DeviceId;
import dev.chatsessions.JsonValue;
import dev.chatsessions.LinkId;
import dev.chatsessions.LogScope;
import dev.chatsessions.Provider;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.spi.ErasureStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who was erased, and which devices were theirs. */
final class ErasuresTable implements ErasureStore {

    private static final Insert INSERT = Insert.into(
            "erasures", "mark, user_id, begun_at, ended_at", "removed, remaining", "${json}, ${json}", "mark");

    private static final String SELECT = """
            select x.mark, x.user_id, x.begun_at, x.ended_at, x.removed, x.remaining from ${schema}.erasures x""";

    private static final String FIND = SELECT + " where x.mark = ?";

    static final String IS_KEPT = "select 1 from ${schema}.erasures x where x.mark = ?";

    private static final String OPEN =
            SELECT + " where x.ended_at is null order by x.ended_at, x.begun_at, x.mark limit ?";

    private static final String CHANGE = """
            update ${schema}.erasures set user_id = ?, ended_at = ?, removed = ${json}, remaining = ${json}
            where mark = ?""";

    private static final String LIFT = "delete from ${schema}.erasures where mark = ?";

    private static final Insert INSERT_DEVICE = Insert.into("erased_devices", "mark, erased_at", "mark");

    private static final String IS_DEVICE_KEPT = "select 1 from ${schema}.erased_devices d where d.mark = ?";

    private static final String LIFT_DEVICE = "delete from ${schema}.erased_devices where mark = ?";

    private static final String RESERVE = "update ${schema}.sessions set purge_due = null where id = ?";

    private static final String LINKS = """
            select l.id, l.provider, l.uid, l.owner, l.linked_at, l.unlinked_at from ${schema}.device_links l
            where l.owner = ? order by l.owner, l.id limit ?""";

    private static final Row<StoredErasure> ROW = row -> new StoredErasure(
            row.getString("mark"),
            Columns.optionalText(row, "user_id").map(UserId::new),
            Columns.time(row, "begun_at"),
            Columns.optionalTime(row, "ended_at"),
            counts(row.getString("removed")),
            counts(row.getString("remaining")));

    private static final Row<DeviceLink> LINK = row -> new DeviceLink(
            new LinkId(Columns.id(row, "id")),
            new DeviceId(new Provider(row.getString("provider")), row.getString("uid")),
            new UserId(row.getString("owner")),
            Columns.time(row, "linked_at"),
            Columns.optionalTime(row, "unlinked_at"));

    private final Transaction transaction;

    private final ScopeEventsTable logs;

    ErasuresTable(Transaction transaction, ScopeEventsTable logs) {
        this.transaction = transaction;
        this.logs = logs;
    }

    @Override
    public boolean begin(StoredErasure erasure) {
        var added = transaction.insert(
                INSERT,
                Values.of(erasure.mark())
                        .andText(erasure.user().map(UserId::value))
                        .and(erasure.begunAt())
                        .andTime(erasure.endedAt())
                        .and(json(erasure.removed()))
                        .and(json(erasure.remaining())));
        if (added) {
            logs.end(new LogScope.OfUser(erasure.user().orElseThrow()));
        }
        return added;
    }

    @Override
    public Optional<StoredErasure> find(String mark) {
        return transaction.first(FIND, Values.of(mark), ROW);
    }

    @Override
    public Optional<StoredErasure> tryLock(String mark) {
        transaction.requireWriting();
        return transaction.first(FIND + " for update skip locked", Values.of(mark), ROW);
    }

    @Override
    public List<StoredErasure> open(int limit) {
        return transaction.list(OPEN, new Values().and(limit), ROW);
    }

    @Override
    public void change(StoredErasure next) {
        transaction.changeLater(
                CHANGE,
                new Values()
                        .andText(next.user().map(UserId::value))
                        .andTime(next.endedAt())
                        .and(json(next.removed()))
                        .and(json(next.remaining()))
                        .and(next.mark()));
    }

    @Override
    public boolean lift(String mark) {
        return transaction.change(LIFT, Values.of(mark)) == 1;
    }

    @Override
    public boolean lockLog(LogScope.OfUser log, long newEpoch, String mark) {
        return logs.lockUnless(log, newEpoch, IS_KEPT, Values.of(mark));
    }

    @Override
    public void keepDevice(String mark, Instant at) {
        transaction.insertLater(INSERT_DEVICE, Values.of(mark).and(at));
    }

    @Override
    public boolean isDeviceKept(String mark) {
        return transaction.exists(IS_DEVICE_KEPT, Values.of(mark));
    }

    @Override
    public void liftDevice(String mark) {
        transaction.changeLater(LIFT_DEVICE, Values.of(mark));
    }

    @Override
    public void reserve(SessionId session) {
        transaction.changeLater(RESERVE, Values.of(session.value()));
    }

    @Override
    public List<DeviceLink> links(UserId user, int limit) {
        return transaction.list(LINKS, Values.of(user.value()).and(limit), LINK);
    }

    @Override
    public Map<String, Long> remove(UserId user, int limit) {
        return new Estate(transaction, user).remove(limit);
    }

    @Override
    public Map<String, Long> count(UserId user) {
        return new Estate(transaction, user).count();
    }

    private static String json(Map<String, Long> counts) {
        var fields = new TreeMap<String, JsonValue>();
        counts.forEach((table, rows) -> fields.put(table, JsonValue.of(rows)));
        return Json.write(new JsonValue.Fields(fields));
    }

    private static Map<String, Long> counts(String json) {
        var counts = new TreeMap<String, Long>();
        Json.readFields(json)
                .fields()
                .forEach((table, rows) ->
                        counts.put(table, ((JsonValue.Number) rows).value().longValueExact()));
        return counts;
    }
}
