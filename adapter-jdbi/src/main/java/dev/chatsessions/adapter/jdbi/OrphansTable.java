package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.DeviceId;
import dev.chatsessions.Provider;
import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.OrphanStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sessions that are nobody's. */
final class OrphansTable implements OrphanStore {

    private static final Insert INSERT = Insert.into(
            "orphans", "session_id, provider, uid, session_name, held_name, heard_at", "provider, uid, held_name");

    private static final String COLUMNS = "o.session_id, o.provider, o.uid, o.session_name, o.heard_at";

    private static final String OF_DEVICE =
            "select " + COLUMNS + " from ${schema}.orphans o where o.provider = ? and o.uid = ?";

    private static final String ALL = OF_DEVICE + " limit ?";

    private static final String WAITING = OF_DEVICE + " and o.held_name is not null limit ?";

    private static final String LINKED_SINCE = """
            select l.provider, l.held_uid, l.owner from ${schema}.device_links l
            where l.held_uid is not null and l.linked_at >= ? order by l.linked_at desc limit ?""";

    private static final String RELEASE = """
            update ${schema}.orphans set held_name = null where provider = ? and uid = ? and held_name is not null""";

    private static final String HEARD =
            "update ${schema}.orphans set heard_at = ? where session_id = ? and heard_at < ?";

    private static final String UNHEARD = """
            select o.session_id from ${schema}.orphans o where o.heard_at < ?
            order by o.heard_at, o.session_id limit ?""";

    private static final String REMOVE = "delete from ${schema}.orphans where session_id = ?";

    private static final Row<Orphan> ROW = row -> new Orphan(
            new SessionId(Columns.id(row, "session_id")),
            new DeviceId(new Provider(row.getString("provider")), row.getString("uid")),
            row.getString("session_name"),
            Columns.time(row, "heard_at"));

    /** Of which as many are looked at as one trip is to carry. */
    private static final int MOST_LINKS = 500;

    private final Transaction transaction;

    OrphansTable(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public boolean insert(Orphan orphan) {
        return transaction.insert(
                INSERT,
                Values.of(orphan.session().value())
                        .and(orphan.device().provider().value())
                        .and(orphan.device().uid())
                        .and(orphan.name())
                        .and(orphan.name())
                        .and(orphan.heardAt()));
    }

    @Override
    public Optional<Orphan> find(DeviceId device, String name) {
        return transaction.first(OF_DEVICE + " and o.held_name = ?", of(device).and(name), ROW);
    }

    @Override
    public List<Orphan> waiting(DeviceId device, int limit) {
        return transaction.list(WAITING, of(device).and(limit), ROW);
    }

    @Override
    public List<Orphan> all(DeviceId device, int limit) {
        return transaction.list(ALL, of(device).and(limit), ROW);
    }

    @Override
    public List<Claim> claimable(Instant linkedSince, int limit) {
        var links = transaction.list(
                LINKED_SINCE,
                new Values().and(linkedSince).and(MOST_LINKS),
                row -> Map.entry(
                        new DeviceId(new Provider(row.getString("provider")), row.getString("held_uid")),
                        new UserId(row.getString("owner"))));
        if (links.isEmpty()) {
            return List.of();
        }
        var trip = transaction.trip();
        var waiting = links.stream()
                .map(link -> trip.ask(
                        WAITING, of(link.getKey()).and(limit), row -> new Claim(ROW.read(row), link.getValue())))
                .toList();
        trip.send();
        return waiting.stream()
                .flatMap(answer -> answer.rows().stream())
                .limit(limit)
                .toList();
    }

    @Override
    public void release(DeviceId device) {
        transaction.changeLater(RELEASE, of(device));
    }

    @Override
    public void heard(SessionId session, Instant at) {
        transaction.changeLater(HEARD, new Values().and(at).and(session.value()).and(at));
    }

    @Override
    public List<SessionId> unheard(Instant before, int limit) {
        return transaction.list(
                UNHEARD, new Values().and(before).and(limit), row -> new SessionId(Columns.id(row, "session_id")));
    }

    @Override
    public boolean remove(SessionId session) {
        return transaction.change(REMOVE, Values.of(session.value())) == 1;
    }

    private static Values of(DeviceId device) {
        return Values.of(device.provider().value()).and(device.uid());
    }
}
