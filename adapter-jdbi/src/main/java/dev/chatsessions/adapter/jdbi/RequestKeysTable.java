package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.spi.RequestKeyStore;
import java.time.Instant;
import java.util.Optional;

/** Requests that were served. */
final class RequestKeysTable implements RequestKeyStore {

    private static final Insert INSERT = Insert.into(
            "request_keys",
            "caller, operation, request_key, body_hash, served_at",
            "results",
            "${json}",
            "caller, operation, request_key");

    private static final String FIND = """
            select k.caller, k.operation, k.request_key, k.body_hash, k.results, k.served_at
            from ${schema}.request_keys k where k.caller = ? and k.operation = ? and k.request_key = ?""";

    private static final Row<StoredRequest> ROW = row -> new StoredRequest(
            row.getString("caller"),
            row.getString("operation"),
            row.getString("request_key"),
            row.getString("body_hash"),
            Json.readTexts(row.getString("results")),
            Columns.time(row, "served_at"));

    private final Transaction transaction;

    RequestKeysTable(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public Optional<StoredRequest> insert(StoredRequest request) {
        var values = Values.of(request.caller())
                .and(request.operation())
                .and(request.key())
                .and(request.bodyHash())
                .and(request.at())
                .and(Json.writeTexts(request.results()));
        var key = INSERT.key(values);
        if (transaction.dialect().pipelines()) {
            var trip = transaction.trip();
            var added = trip.change(transaction.dialect().insert(INSERT, 1), values);
            var there = trip.ask(FIND, key, ROW);
            trip.send();
            return added.changed() == 1 ? Optional.empty() : there.first();
        }
        return transaction.insert(INSERT, values) ? Optional.empty() : transaction.first(FIND, key, ROW);
    }

    @Override
    public int removeBefore(Instant before, int limit) {
        return transaction.change(
                transaction.dialect().deleteSome("request_keys", "served_at < ?", "served_at"),
                new Values().and(before).and(limit));
    }
}
