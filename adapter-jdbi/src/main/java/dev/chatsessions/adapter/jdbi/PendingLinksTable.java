package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.DeviceId;
import dev.chatsessions.LinkId;
import dev.chatsessions.Provider;
import dev.chatsessions.UserId;
import dev.chatsessions.spi.PendingLinkStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The pairings that were started. */
final class PendingLinksTable implements PendingLinkStore {

    private static final String KEY = "provider, uid, user_id";

    private static final Insert INSERT = Insert.into("pending_links", KEY + ", id, code_hash, tries, expires_at", KEY);

    private static final String OF_USER = " where provider = ? and uid = ? and user_id = ?";

    private static final String REPLACE =
            "update ${schema}.pending_links set id = ?, code_hash = ?, tries = ?, expires_at = ?" + OF_USER;

    private static final String TAKE_TRY =
            "update ${schema}.pending_links set tries = tries + 1" + OF_USER + " and tries < ? and expires_at > ?";

    private static final String FIND = """
            select p.provider, p.uid, p.user_id, p.id, p.code_hash, p.tries, p.expires_at
            from ${schema}.pending_links p where p.provider = ? and p.uid = ?""";

    private static final String FIND_OF_USER = FIND + " and p.user_id = ?";

    private static final String STARTED = """
            select p.user_id from ${schema}.pending_links p where p.provider = ? and p.uid = ? and p.expires_at > ?
            order by p.provider, p.uid, p.user_id limit ?""";

    private static final String LOCK_OF_DEVICE = FIND + " for update";

    private static final String REMOVE = "delete from ${schema}.pending_links where provider = ? and uid = ?";

    private static final Row<PendingLink> ROW = row -> new PendingLink(
            new LinkId(Columns.id(row, "id")),
            new UserId(row.getString("user_id")),
            new DeviceId(new Provider(row.getString("provider")), row.getString("uid")),
            row.getString("code_hash"),
            row.getInt("tries"),
            Columns.time(row, "expires_at"));

    private final Transaction transaction;

    PendingLinksTable(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void put(PendingLink pending) {
        var content = new Values()
                .and(pending.id().value())
                .and(pending.codeHash())
                .and(pending.tries())
                .and(pending.expiresAt());
        var key = of(pending.device()).and(pending.user().value());
        if (!transaction.insert(INSERT, new Values().andAll(key).andAll(content))) {
            // One that was there a moment ago may be gone, and then this is to be done again.
            transaction.mustChangeLater(REPLACE, content.andAll(key));
        }
    }

    @Override
    public Optional<PendingLink> takeTry(UserId user, DeviceId device, Instant now, int most) {
        var trip = transaction.trip();
        var taken = trip.change(TAKE_TRY, of(device).and(user.value()).and(most).and(now));
        var there = trip.ask(FIND_OF_USER, of(device).and(user.value()), ROW);
        trip.send();
        return taken.changed() == 1 ? there.first() : Optional.empty();
    }

    @Override
    public List<UserId> startedBy(DeviceId device, Instant now, int limit) {
        return transaction.list(STARTED, of(device).and(now).and(limit), row -> new UserId(row.getString("user_id")));
    }

    @Override
    public List<PendingLink> remove(DeviceId device) {
        var trip = transaction.trip();
        var locked = trip.ask(LOCK_OF_DEVICE, of(device), ROW);
        trip.change(REMOVE, of(device));
        trip.send();
        return List.copyOf(locked.rows());
    }

    @Override
    public int removeExpired(Instant before, int limit) {
        return transaction.change(
                transaction.dialect().deleteSome("pending_links", "expires_at < ?", "expires_at"),
                new Values().and(before).and(limit));
    }

    private static Values of(DeviceId device) {
        return Values.of(device.provider().value()).and(device.uid());
    }
}
