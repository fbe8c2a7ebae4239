package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.UserId;
import dev.chatsessions.spi.PreferenceStore;
import dev.chatsessions.webhook.ListenMode;
import dev.chatsessions.webhook.ListenPreferences;
import dev.chatsessions.webhook.QuietHours;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/** When users' devices are answered. */
final class PreferencesTable implements PreferenceStore {

    private static final Insert INSERT = Insert.into(
            "listen_preferences",
            "user_id, mode, follow_up_millis, muted, quiet_from, quiet_until, zone, version",
            "phrases",
            "${json}",
            "user_id");

    private static final String FIND = """
            select p.mode, p.phrases, p.follow_up_millis, p.muted, p.quiet_from, p.quiet_until, p.zone, p.version
            from ${schema}.listen_preferences p where p.user_id =\s""";

    private static final String CHANGE = """
            update ${schema}.listen_preferences set mode = ?, follow_up_millis = ?, muted = ?, quiet_from = ?,
            quiet_until = ?, zone = ?, version = ?, phrases = ${json} where user_id = ? and version = ?""";

    private static final Row<ListenPreferences> ROW = row -> new ListenPreferences(
            ListenMode.valueOf(row.getString("mode")),
            Json.readTexts(row.getString("phrases")),
            Duration.ofMillis(row.getLong("follow_up_millis")),
            row.getBoolean("muted"),
            quietHours(row),
            ZoneId.of(row.getString("zone")),
            row.getLong("version"));

    private final Transaction transaction;

    PreferencesTable(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public Optional<ListenPreferences> find(UserId user) {
        return transaction.first(FIND + "?", Values.of(user.value()), ROW);
    }

    /** Those of the user whom an expression names. */
    static Answer<ListenPreferences> find(Trip trip, String user, Values of) {
        return trip.ask(FIND + user, of, ROW);
    }

    @Override
    public boolean put(UserId user, ListenPreferences next, long expectedVersion) {
        return expectedVersion == 0
                ? transaction.insert(INSERT, Values.of(user.value()).andAll(values(next)))
                : transaction.change(CHANGE, values(next).and(user.value()).and(expectedVersion)) == 1;
    }

    private static Values values(ListenPreferences next) {
        return Values.of(next.mode().name())
                .and(next.followUpWindow().toMillis())
                .and(next.muted())
                .andLong(next.quietHours().map(hours -> seconds(hours.from())))
                .andLong(next.quietHours().map(hours -> seconds(hours.until())))
                .and(next.zone().getId())
                .and(next.version())
                .and(Json.writeTexts(next.phrases()));
    }

    private static long seconds(LocalTime time) {
        return time.toSecondOfDay();
    }

    private static Optional<QuietHours> quietHours(ResultSet row) throws SQLException {
        var from = Columns.optionalLong(row, "quiet_from");
        var until = Columns.optionalLong(row, "quiet_until");
        return from.flatMap(first ->
                until.map(last -> new QuietHours(LocalTime.ofSecondOfDay(first), LocalTime.ofSecondOfDay(last))));
    }
}
