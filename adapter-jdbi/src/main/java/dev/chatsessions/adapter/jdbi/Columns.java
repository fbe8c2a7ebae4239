package dev.chatsessions.adapter.jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** Reads columns as the domain has them. */
final class Columns {

    private Columns() {}

    static UUID id(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    static UUID id(ResultSet row, int place) throws SQLException {
        return row.getObject(place, UUID.class);
    }

    static Optional<UUID> optionalId(ResultSet row, int place) throws SQLException {
        return Optional.ofNullable(row.getObject(place, UUID.class));
    }

    static Optional<UUID> optionalId(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, UUID.class));
    }

    static Optional<String> optionalText(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    static Optional<String> optionalText(ResultSet row, int place) throws SQLException {
        return Optional.ofNullable(row.getString(place));
    }

    static Instant time(ResultSet row, int place) throws SQLException {
        return row.getObject(place, OffsetDateTime.class).toInstant();
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static Optional<Instant> optionalTime(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    static Optional<Instant> optionalTime(ResultSet row, int place) throws SQLException {
        return Optional.ofNullable(row.getObject(place, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    static Optional<Long> optionalLong(ResultSet row, String column) throws SQLException {
        var value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }
}
