package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.RequestId;
import dev.chatsessions.UserId;
import dev.chatsessions.request.Request;
import dev.chatsessions.spi.RequestStore;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Requests of users. */
final class RequestsTable implements RequestStore {

    private static final String INSERT = """
            insert into ${schema}.requests (owner, id, attributes, created_at, changed_at, version)
            values (?, ?, ${json}, ?, ?, ?)""";

    private static final String FIND = """
            select r.id, r.owner, r.attributes, r.created_at, r.changed_at, r.version from ${schema}.requests r
            where r.owner = ?""";

    private static final String NEWEST_FIRST = " order by r.owner desc, r.id desc limit ?";

    private static final String CHANGE = """
            update ${schema}.requests set attributes = ${json}, changed_at = ?, version = ?
            where owner = ? and id = ? and version = ?""";

    private static final Row<Request> ROW = row -> new Request(
            new RequestId(Columns.id(row, "id")),
            new UserId(row.getString("owner")),
            Json.readFields(row.getString("attributes")),
            Columns.time(row, "created_at"),
            Columns.time(row, "changed_at"),
            row.getLong("version"));

    private final Transaction transaction;

    RequestsTable(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public void insert(Request request) {
        transaction.changeLater(
                INSERT,
                Values.of(request.owner().value())
                        .and(request.id().value())
                        .and(Json.write(request.attributes()))
                        .and(request.createdAt())
                        .and(request.changedAt())
                        .and(request.version()));
    }

    @Override
    public List<Request> find(UserId owner, Collection<RequestId> requests) {
        if (requests.isEmpty()) {
            return List.of();
        }
        var ids = requests.stream().map(RequestId::value).toList();
        return transaction.list(
                FIND + " and r.id in " + Values.listed(ids.size()),
                Values.of(owner.value()).andListed(ids),
                ROW);
    }

    @Override
    public List<Request> list(UserId owner, Optional<RequestId> before, int limit) {
        var sql = new StringBuilder(FIND);
        var values = Values.of(owner.value());
        before.ifPresent(request -> {
            sql.append(" and r.id < ?");
            values.and(request.value());
        });
        return transaction.list(sql.append(NEWEST_FIRST).toString(), values.and(limit), ROW);
    }

    @Override
    public boolean change(Request next, long expectedVersion) {
        return transaction.change(
                        CHANGE,
                        new Values()
                                .and(Json.write(next.attributes()))
                                .and(next.changedAt())
                                .and(next.version())
                                .and(next.owner().value())
                                .and(next.id().value())
                                .and(expectedVersion))
                == 1;
    }
}
