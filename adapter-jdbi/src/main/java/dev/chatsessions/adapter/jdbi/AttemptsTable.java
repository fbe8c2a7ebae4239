package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.spi.AttemptStore;
import java.time.Instant;
import java.util.Optional;

/** The windows in which attempts are counted. */
final class AttemptsTable implements AttemptStore {

    private static final Insert BEGIN = Insert.into("attempts", "name, taken, ends_at", "name");

    private static final String TAKE = """
            update ${schema}.attempts set taken = case when ends_at <= ? then 1 else taken + 1 end,
            ends_at = case when ends_at <= ? then ? else ends_at end
            where name = ? and (taken < ? or ends_at <= ?)""";

    private static final String FIND = "select a.ends_at from ${schema}.attempts a where a.name = ?";

    private static final String GIVE_BACK =
            "update ${schema}.attempts set taken = taken - 1 where name = ? and taken > 0";

    private final Transaction transaction;

    AttemptsTable(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public Optional<Instant> take(String name, int most, Instant now, Instant end) {
        transaction.insertLater(BEGIN, Values.of(name).and(0).and(end));
        var trip = transaction.trip();
        var taken = trip.change(
                TAKE,
                new Values().and(now).and(now).and(end).and(name).and(most).and(now));
        var window = trip.ask(FIND, Values.of(name), row -> Columns.time(row, "ends_at"));
        trip.send();
        return taken.changed() == 1 ? Optional.empty() : window.first();
    }

    @Override
    public void giveBack(String name) {
        transaction.changeLater(GIVE_BACK, Values.of(name));
    }

    @Override
    public int removeEnded(Instant before, int limit) {
        return transaction.change(
                transaction.dialect().deleteSome("attempts", "ends_at < ?", "ends_at"),
                new Values().and(before).and(limit));
    }
}
