package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.DeviceId;
import dev.chatsessions.LinkId;
import dev.chatsessions.Provider;
import dev.chatsessions.UserId;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.spi.DeviceLinkStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The links of devices, those that ended too. */
final class DeviceLinksTable implements DeviceLinkStore {

    private static final Insert INSERT = Insert.into(
            "device_links",
            "id, provider, uid, owner, linked_at, unlinked_at, held_uid, held_by",
            "provider, held_uid");

    private static final String FIND = """
            select l.id, l.provider, l.uid, l.owner, l.linked_at, l.unlinked_at from ${schema}.device_links l where\s""";

    private static final String LASTING = FIND + "l.provider = ? and l.held_uid = ?";

    private static final String LATEST = FIND + """
            l.provider = ? and l.uid = ? and l.owner = ?
            order by l.provider desc, l.uid desc, l.owner desc, l.id desc limit 1""";

    private static final String OF_OWNER = FIND + "l.held_by = ?";

    private static final String LATEST_FIRST = " order by l.held_by desc, l.id desc limit ?";

    private static final String WAS_LINKED =
            "select 1 from ${schema}.device_links l where l.provider = ? and l.uid = ? limit 1";

    private static final String COUNT = "select count(*) as links from ${schema}.device_links l where l.held_by = ?";

    private static final String END = """
            update ${schema}.device_links set unlinked_at = ?, held_uid = null, held_by = null
            where id = ? and unlinked_at is null""";

    private static final Row<DeviceLink> ROW = row -> new DeviceLink(
            new LinkId(Columns.id(row, "id")),
            new DeviceId(new Provider(row.getString("provider")), row.getString("uid")),
            new UserId(row.getString("owner")),
            Columns.time(row, "linked_at"),
            Columns.optionalTime(row, "unlinked_at"));

    private final Transaction transaction;

    DeviceLinksTable(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public boolean insert(DeviceLink link) {
        return transaction.insert(
                INSERT,
                Values.of(link.id().value())
                        .and(link.device().provider().value())
                        .and(link.device().uid())
                        .and(link.owner().value())
                        .and(link.linkedAt())
                        .andTime(link.unlinkedAt())
                        .and(link.device().uid())
                        .and(link.owner().value()));
    }

    @Override
    public Optional<DeviceLink> findLasting(DeviceId device) {
        return transaction.first(LASTING, of(device), ROW);
    }

    @Override
    public Optional<DeviceLink> findLatest(UserId owner, DeviceId device) {
        return transaction.first(LATEST, of(device).and(owner.value()), ROW);
    }

    @Override
    public boolean wasLinked(DeviceId device) {
        return transaction.exists(WAS_LINKED, of(device));
    }

    @Override
    public List<DeviceLink> list(UserId owner, Optional<Provider> provider, Optional<LinkId> before, int limit) {
        var sql = new StringBuilder(OF_OWNER);
        var values = Values.of(owner.value());
        provider.ifPresent(only -> {
            sql.append(" and l.provider = ?");
            values.and(only.value());
        });
        before.ifPresent(link -> {
            sql.append(" and l.id < ?");
            values.and(link.value());
        });
        return transaction.list(sql.append(LATEST_FIRST).toString(), values.and(limit), ROW);
    }

    @Override
    public int count(UserId owner) {
        return transaction
                .first(COUNT, Values.of(owner.value()), row -> row.getInt("links"))
                .orElseThrow();
    }

    @Override
    public boolean end(LinkId link, Instant at) {
        return transaction.change(END, new Values().and(at).and(link.value())) == 1;
    }

    private static Values of(DeviceId device) {
        return Values.of(device.provider().value()).and(device.uid());
    }
}
