package dev.chatsessions.benchmarks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** The floor: one table, and one statement for each call. It keeps no log, tells nobody, and has one label. */
final class JdbcRegister implements Register {

    private static final int BATCH = 200;

    private static final String COLUMNS = "id, owner, status, trip, created_at, last_activity_at";

    private static final String INSERT =
            "insert into floor_sessions (" + COLUMNS + ") values (?, ?, 'ACTIVE', null, ?, ?)";

    private static final String FIND = "select " + COLUMNS + " from floor_sessions where id = ? and owner = ?";

    private static final String TOUCH = "update floor_sessions set last_activity_at = ? where id = ? and owner = ?";

    private static final String LATEST_FIRST = " order by last_activity_at desc, id desc limit ?";

    private static final String ACTIVE =
            "select " + COLUMNS + " from floor_sessions where owner = ? and status = 'ACTIVE'" + LATEST_FIRST;

    private static final String OF_TRIP =
            "select " + COLUMNS + " from floor_sessions where owner = ? and trip = ?" + LATEST_FIRST;

    private static final String SWEEP = """
            update floor_sessions set status = 'EXPIRED' where id in (
            select id from floor_sessions where status = 'ACTIVE' and last_activity_at < ?
            order by last_activity_at limit ? for update skip locked)""";

    private static final String FILL = "insert into floor_sessions (" + COLUMNS + """
            ) select lpad(to_hex(n), 32, '0')::uuid, owner, case when how = 'OVER' then 'COMPLETED' else 'ACTIVE' end, trip,
            used_at, used_at from (%s) as numbered""";

    private final Sql sql;

    JdbcRegister(Place place) {
        sql = new Sql(place.pool());
        sql.run("""
                create table floor_sessions (
                    id uuid primary key,
                    owner text not null,
                    status text not null,
                    trip text,
                    created_at timestamp(6) with time zone not null,
                    last_activity_at timestamp(6) with time zone not null
                )""");
        sql.run("create index on floor_sessions (owner, last_activity_at)");
        sql.run("create index on floor_sessions (owner, trip)");
        sql.run("create index on floor_sessions (last_activity_at) where status = 'ACTIVE'");
    }

    @Override
    public String name() {
        return "floor";
    }

    @Override
    public void fill(int sessions) {
        sql.run("truncate floor_sessions");
        sql.run(FILL.formatted(Register.numbered(sessions)));
    }

    @Override
    public void create(int owner) {
        var now = now();
        sql.change(INSERT, UUID.randomUUID(), Register.owner(owner), now, now);
    }

    @Override
    public void find(int owner, UUID session) {
        sql.read(FIND, Row::read, session, Register.owner(owner));
    }

    @Override
    public void touch(int owner, UUID session) {
        sql.change(TOUCH, now(), session, Register.owner(owner));
    }

    @Override
    public int active(int owner) {
        return sql.read(ACTIVE, Row::read, Register.owner(owner), PAGE);
    }

    @Override
    public int ofTrip(int owner) {
        return sql.read(OF_TRIP, Row::read, Register.owner(owner), Register.trip(owner), PAGE);
    }

    @Override
    public void sweep() {
        var before = now().minus(EXPIRY);
        while (sql.change(SWEEP, before, BATCH) > 0) {
            Thread.onSpinWait();
        }
    }

    private static OffsetDateTime now() {
        return Instant.now().atOffset(ZoneOffset.UTC);
    }

    /** A session as it was read. */
    private record Row(
            UUID id, String owner, String status, String trip, OffsetDateTime createdAt, OffsetDateTime usedAt) {

        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getObject(5, OffsetDateTime.class),
                    row.getObject(6, OffsetDateTime.class));
        }
    }
}
