package dev.chatsessions.adapter.jdbi;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.chatsessions.SessionId;
import dev.chatsessions.UserId;
import dev.chatsessions.session.SessionChange;
import dev.chatsessions.session.SessionStart;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * The deprecated table {@code chatkit_sessions} of another program, in the same PostgreSQL: each of its rows becomes a
 * WORKFLOW session of its owner, once, and then the table can go. Thread-safe.
 */
public final class ChatkitSessions {

    private static final int READ_AT_A_TIME = 200;

    /** What is kept of its rows is kept under this name. */
    static final String SOURCE = "chatkit_sessions";

    /** So that the same moment always reads the same. */
    static final String IN_UTC = "select set_config('TimeZone', 'UTC', true)";

    /** Of a row {@code j}. */
    static final String HASH = "encode(sha256(convert_to(cast(j as text), 'UTF8')), 'hex')";

    private static final String ROWS = """
            select coalesce(j ->> 'id', '') as id, %s as hash, count(*) over (partition by coalesce(%s)) as alike,
            cast(j as text) as columns from (select to_jsonb(t) as j from %s t) r
            order by coalesce(j ->> 'updated_at', j ->> 'created_at'), j ->> 'id'""";

    private final Jdbi jdbi;

    private final DataSource source;

    private final Database database;

    private final String table;

    private ChatkitSessions(Jdbi jdbi, DataSource source, Database database, String table) {
        this.jdbi = jdbi;
        this.source = source;
        this.database = database;
        this.table = table;
    }

    static ChatkitSessions of(Jdbi jdbi, DataSource source, Database database, String table) {
        if (!requireNonNull(table, "table").matches("([A-Za-z_][A-Za-z0-9_]{0,62}\\.)?chatkit_sessions")) {
            throw new IllegalArgumentException("'" + table + "' is no table named chatkit_sessions");
        }
        if (database.dialect() != Dialect.POSTGRESQL) {
            throw new IllegalArgumentException("tables of other programs are looked for on PostgreSQL only");
        }
        var quoted = List.of(table.split("\\.")).stream().map(Database::quoted).collect(joining("."));
        try (var handle = jdbi.open()) {
            if (place(handle, quoted).isEmpty()) {
                throw new IllegalArgumentException("there is no table " + table);
            }
        } catch (JdbiException failure) {
            throw Failures.unavailable(failure);
        }
        return new ChatkitSessions(jdbi, source, database, quoted);
    }

    /** By which the database knows the table. */
    static Optional<Long> place(Handle handle, String table) {
        return handle.createQuery("select cast(cast(to_regclass(?) as oid) as bigint)")
                .bind(0, table)
                .mapTo(Long.class)
                .findOne();
    }

    /**
     * Makes a session of each row of which none was made before, longest unused first, each in a transaction of its own. A
     * row that cannot be used is skipped; so is one whose owner has a session under that key.
     *
     * @param starter makes a session of a row
     * @param dryRun whether every transaction is rolled back in the end, so that nothing changes
     * @param skipped is told the ids of the rows that are skipped, and why
     */
    public Report importAll(Starter starter, boolean dryRun, BiConsumer<String, String> skipped) {
        var importing = new ChatkitImport(
                source, database, requireNonNull(starter, "starter"), dryRun, requireNonNull(skipped, "skipped"));
        var report = new Report(0, 0, 0);
        try (var reading = jdbi.open()) {
            reading.begin();
            reading.execute(IN_UTC);
            try (var rows = reading.createQuery(ROWS.formatted(HASH, texts(ChatkitRow.THREADS), table))
                    .setFetchSize(READ_AT_A_TIME)
                    .map((row, context) -> ChatkitRow.of(
                            row.getString("id"),
                            row.getString("hash"),
                            row.getLong("alike"),
                            Json.readFields(row.getString("columns"))))
                    .iterator()) {
                while (rows.hasNext()) {
                    report = report.and(importing.outcome(rows.next()));
                }
            }
            reading.rollback();
        } catch (JdbiException failure) {
            throw Failures.unavailable(failure);
        }
        return report;
    }

    /**
     * Drops the table with its triggers and their functions, in one transaction, unless there is a reason not to: rows
     * that were not imported, or changed since then or lately; views, foreign keys and functions elsewhere that need it;
     * somebody who uses it just now.
     *
     * @param quiet for how long nobody may have written to it
     * @return the reasons; none when it is dropped
     */
    public List<String> drop(Duration quiet) {
        try (var handle = jdbi.open()) {
            handle.begin();
            handle.execute(IN_UTC);
            var reasons = new ChatkitRemoval(handle, database, table).unlessNeeded(quiet);
            if (reasons.isEmpty()) {
                handle.commit();
            } else {
                handle.rollback();
            }
            return reasons;
        } catch (JdbiException failure) {
            throw Failures.unavailable(failure);
        }
    }

    /** The first of these columns that there is, and that says something. */
    private static String texts(List<String> columns) {
        return columns.stream().map(column -> "j ->> '" + column + "'").collect(joining(", "));
    }

    /** Makes sessions by the use cases, which are not ours to call. */
    @FunctionalInterface
    public interface Starter {

        /**
         * Starts a session with these changes made to it, all within the transaction that is open on {@code connection}, as
         * the core does there that is told to join it.
         */
        SessionId start(Connection connection, UserId owner, SessionStart start, List<SessionChange> changes);
    }

    /**
     * What became of the rows.
     *
     * @param imported of which a session was made
     * @param known of which one was made before
     * @param skipped of which none could be made
     */
    public record Report(long imported, long known, long skipped) {

        static final Report IMPORTED = new Report(1, 0, 0);

        static final Report KNOWN = new Report(0, 1, 0);

        static final Report SKIPPED = new Report(0, 0, 1);

        private Report and(Report more) {
            return new Report(imported + more.imported, known + more.known, skipped + more.skipped);
        }
    }
}
