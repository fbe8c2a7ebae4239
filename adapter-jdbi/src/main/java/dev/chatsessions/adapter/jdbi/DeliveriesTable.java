package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.DeviceId;
import dev.chatsessions.Provider;
import dev.chatsessions.SessionId;
import dev.chatsessions.spi.DeliveryStore;
import dev.chatsessions.spi.SessionAccess;
import java.util.List;

/** What came of the last few deliveries of each device. */
final class DeliveriesTable implements DeliveryStore {

    private static final Insert INSERT = Insert.into(
                    "deliveries",
                    "provider, uid, id, session_id, delivered_at, accepted, repeated, skipped, findings",
                    "provider, uid, id")
            .ofNew();

    /** Before one is added: those that it leaves no room for. */
    private static final String MAKE_ROOM = """
            delete from ${schema}.deliveries where provider = ? and uid = ? and id <= (
                select d.id from ${schema}.deliveries d where d.provider = ? and d.uid = ?
                order by d.provider desc, d.uid desc, d.id desc limit 1 offset ?)""";

    // The right is asked of what was found: joined, PostgreSQL begins with all sessions of the owner and sorts.
    private static final String LATEST = """
            select d.provider, d.uid, d.id, d.session_id, d.delivered_at, d.accepted, d.repeated, d.skipped, d.findings
            from ${schema}.deliveries d where d.provider = ? and d.uid = ?
            and (select true from ${schema}.sessions s where s.id = d.session_id%s)""";

    private static final String LATEST_FIRST = " order by d.provider desc, d.uid desc, d.id desc limit ?";

    private static final Row<StoredDelivery> ROW = row -> new StoredDelivery(
            Columns.id(row, "id"),
            new DeviceId(new Provider(row.getString("provider")), row.getString("uid")),
            new SessionId(Columns.id(row, "session_id")),
            Columns.time(row, "delivered_at"),
            row.getInt("accepted"),
            row.getInt("repeated"),
            row.getInt("skipped"),
            row.getString("findings"));

    private final Transaction transaction;

    DeliveriesTable(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void insert(StoredDelivery delivery, int most) {
        transaction.changeLater(
                MAKE_ROOM, of(delivery.device()).andAll(of(delivery.device())).and(most - 1));
        transaction.insertLater(
                INSERT,
                of(delivery.device())
                        .and(delivery.id())
                        .and(delivery.session().value())
                        .and(delivery.at())
                        .and(delivery.accepted())
                        .and(delivery.repeated())
                        .and(delivery.skipped())
                        .and(delivery.findings()));
    }

    @Override
    public List<StoredDelivery> latest(SessionAccess access, DeviceId device, int limit) {
        var right = Access.to(access);
        return transaction.list(
                LATEST.formatted(right.condition()) + LATEST_FIRST,
                of(device).andAll(right.values()).and(limit),
                ROW);
    }

    private static Values of(DeviceId device) {
        return Values.of(device.provider().value()).and(device.uid());
    }
}
