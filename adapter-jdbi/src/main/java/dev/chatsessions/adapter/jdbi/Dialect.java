package dev.chatsessions.adapter.jdbi;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What differs between the databases. */
enum Dialect {
    POSTGRESQL("postgresql", "PostgreSQL", Map.of("40001", "serialization", "40P01", "deadlock")) {
        @Override
        String clock() {
            return "clock_timestamp()";
        }

        @Override
        String json() {
            return "cast(? as jsonb)";
        }

        @Override
        boolean pipelines() {
            return true;
        }

        @Override
        List<String> opening(Scope scope, Settings settings) {
            // Whatever its values are, a statement here has one good plan; to make that anew each time, which the
            // server may prefer, takes some of them longer than to be carried out.
            var timeouts = """
                    select set_config('lock_timeout', '%s', true), set_config('statement_timeout', '%s', true),
                    set_config('plan_cache_mode', 'force_generic_plan', true),
                    %sclock_timestamp() as read_at""".formatted(
                            settings.lockTimeout().toMillis(),
                            settings.statementTimeout().toMillis(),
                            scope.standsStill()
                                    ? "set_config('idle_in_transaction_session_timeout', '%s', true), "
                                            .formatted(settings.idleInTransactionTimeout()
                                                    .toMillis())
                                    : "");
            var acting = settings.rowLevelSecurity() ? Stream.of(ActingFor.SAY) : Stream.<String>empty();
            var kept = settings.rowLevelSecurity() ? Stream.of(ActingFor.KEEP) : Stream.<String>empty();
            return switch (scope) {
                case READ, GLANCE -> opening("begin isolation level repeatable read read only", acting, timeouts);
                // What travels together is one transaction anyway.
                case LONE_GLANCE -> Stream.concat(acting, Stream.of(timeouts)).toList();
                case WRITE -> opening("begin isolation level read committed read write", acting, timeouts);
                case JOINED_READ, JOINED_WRITE ->
                    opening(
                            "savepoint chat_sessions",
                            Stream.concat(kept, acting),
                            "select clock_timestamp() as read_at");
            };
        }

        private static List<String> opening(String begin, Stream<String> acting, String last) {
            return Stream.of(Stream.of(begin), acting, Stream.of(last))
                    .flatMap(statements -> statements)
                    .toList();
        }

        @Override
        int isolation(Scope scope, int before) {
            // Set by the opening, which leaves the connection as it was.
            return before;
        }

        @Override
        String insert(Insert insert, int rows) {
            return insert.text(rows)
                    + insert.conflict()
                            .map(key -> " on conflict (" + key + ") do nothing")
                            .orElse("");
        }

        @Override
        String mustChange(String update, String rows) {
            // Raised by the server, so that the commit which travels behind it is not carried out.
            return """
                   with changed as (%s returning 1)
                   select cast(case when (select count(*) from changed) = %s then '1'
                   else 'the stored revision has moved' end as integer)""".formatted(update, rows);
        }

        @Override
        String deleteSome(String table, String condition, String order) {
            // Addressed by their place, because a join with so many keys may be planned as a scan of the table.
            return """
                   delete from ${schema}.%1$s where ctid = any (array(
                   select ctid from ${schema}.%1$s where %2$s order by %3$s limit ? for update skip locked))""".formatted(table, condition, order);
        }

        @Override
        String removeSome(String table, String condition, String order) {
            return """
                   delete from ${schema}.%1$s where ctid = any (array(
                   select ctid from ${schema}.%1$s where %2$s order by %3$s limit ? for update))""".formatted(table, condition, order);
        }

        @Override
        String changeSome(String table, String changes, String condition, String order) {
            return """
                   update ${schema}.%1$s set %4$s where ctid = any (array(
                   select ctid from ${schema}.%1$s where %2$s order by %3$s limit ? for update))""".formatted(table, condition, order, changes);
        }

        @Override
        boolean isRevisionMoved(SQLException failure) {
            return "22P02".equals(failure.getSQLState())
                    && failure.getMessage().contains("the stored revision has moved");
        }

        @Override
        boolean leavesOutcomeUnknown(SQLException failure) {
            var state = String.valueOf(failure.getSQLState());
            return state.equals("null") || state.startsWith("08") || state.startsWith("57P");
        }
    },

    H2("h2", "H2", Map.of("40001", "deadlock")) {
        private static final int SNAPSHOT = 6;

        private static final int CONCURRENT_UPDATE = 90131;

        @Override
        String clock() {
            return "cast(null as timestamp(6) with time zone)";
        }

        @Override
        String json() {
            return "?";
        }

        @Override
        boolean pipelines() {
            return false;
        }

        @Override
        List<String> opening(Scope scope, Settings settings) {
            return scope.joined() ? List.of("savepoint chat_sessions") : List.of();
        }

        @Override
        int isolation(Scope scope, int before) {
            return switch (scope) {
                case READ, GLANCE, LONE_GLANCE -> SNAPSHOT;
                case WRITE -> Connection.TRANSACTION_READ_COMMITTED;
                case JOINED_READ, JOINED_WRITE -> before;
            };
        }

        @Override
        String insert(Insert insert, int rows) {
            return insert.text(rows);
        }

        @Override
        String mustChange(String update, String rows) {
            return update;
        }

        @Override
        String deleteSome(String table, String condition, String order) {
            // Asks a subquery again for each row of the table, so there is none; one process, so nothing is skipped.
            return "delete from ${schema}.%s where %s fetch first ? rows only".formatted(table, condition);
        }

        @Override
        String removeSome(String table, String condition, String order) {
            return "delete from ${schema}.%s where %s fetch first ? rows only".formatted(table, condition);
        }

        @Override
        String changeSome(String table, String changes, String condition, String order) {
            return "update ${schema}.%s set %s where %s fetch first ? rows only".formatted(table, changes, condition);
        }

        @Override
        boolean isRevisionMoved(SQLException failure) {
            return failure.getErrorCode() == CONCURRENT_UPDATE;
        }

        @Override
        boolean leavesOutcomeUnknown(SQLException failure) {
            return true;
        }
    };

    /** How a transaction is bounded. */
    enum Scope {
        READ,
        /** A read that ends with its first trip, where statements travel together. */
        GLANCE,
        /** A glance with one statement, or at the time alone, which sees one state of things without a transaction around it. */
        LONE_GLANCE,
        WRITE,
        JOINED_READ,
        JOINED_WRITE;

        /** Inside one that the host opened and will end. */
        boolean joined() {
            return this == JOINED_READ || this == JOINED_WRITE;
        }

        /** Whether it can wait for us between two trips. */
        boolean standsStill() {
            return this != GLANCE && this != LONE_GLANCE;
        }

        boolean writes() {
            return this == WRITE || this == JOINED_WRITE;
        }
    }

    /** What a work collided with that found a row replaced. */
    static final String MOVED = "revision";

    private final String folder;

    private final String product;

    /** What passes when a transaction is run again, and what it is called. */
    private final Map<String, String> collisions;

    Dialect(String folder, String product, Map<String, String> collisions) {
        this.folder = folder;
        this.product = product;
        this.collisions = collisions;
    }

    static Dialect of(Connection connection) throws SQLException {
        var name = connection.getMetaData().getDatabaseProductName();
        for (var dialect : values()) {
            if (dialect.product.equals(name)) {
                return dialect;
            }
        }
        throw new SQLException("the data source leads to " + name + "; H2 and PostgreSQL are supported");
    }

    /** Where its migrations lie. */
    String folder() {
        return folder;
    }

    /** The database's clock as an expression; a null where the host's clock is asked instead. */
    abstract String clock();

    /** A parameter that is JSON. */
    abstract String json();

    /** Whether several statements travel together, and those that return nothing may wait for the next. */
    abstract boolean pipelines();

    /** Whether the opening begins the transaction, and not the driver; its own begin would be one statement more. */
    boolean begins() {
        return pipelines();
    }

    /** What goes before the first statement; its last result tells the time in {@code read_at}, if the dialect does. */
    abstract List<String> opening(Scope scope, Settings settings);

    /** The isolation level to set on the connection, and to set back. */
    abstract int isolation(Scope scope, int before);

    /** An insert that keeps nothing, and fails or not, where the key is there. */
    abstract String insert(Insert insert, int rows);

    /** An update that fails, or that counts fewer, unless it changes so many rows. */
    abstract String mustChange(String update, String rows);

    /** Removes so many rows as the parameter after those of the condition says; rows that are locked can wait. */
    abstract String deleteSome(String table, String condition, String order);

    /** As {@link #deleteSome}, but waits for rows that others hold: what it leaves is not there. */
    abstract String removeSome(String table, String condition, String order);

    /** As {@link #deleteSome}, but waits for rows that others hold. */
    abstract String changeSome(String table, String changes, String condition, String order);

    abstract boolean isRevisionMoved(SQLException failure);

    /** Whether, when a commit failed in this way, it may have been carried out all the same. */
    abstract boolean leavesOutcomeUnknown(SQLException failure);

    /** Whether another run of the same transaction may well succeed. */
    boolean isWorthAnotherRun(SQLException failure) {
        return collisions.containsKey(String.valueOf(failure.getSQLState())) || isRevisionMoved(failure);
    }

    /** Why it has to be run again, in one of a few words. */
    String collision(SQLException failure) {
        return collisions.getOrDefault(String.valueOf(failure.getSQLState()), MOVED);
    }
}
