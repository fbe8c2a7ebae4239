package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.ChatSessionsException.Unavailable;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/**
 * Which version the tables have.
 *
 * @param stored 0 when there are none
 */
record SchemaVersion(Database database, int stored) {

    private static final int OF_PROGRAM = MigrationFiles.NAMES.size();

    private static final String EXISTS =
            "select 1 from information_schema.tables where table_schema = ? and lower(table_name) = 'schema_version'";

    static SchemaVersion of(Handle handle, Database database) {
        var schema = database.settings().schema();
        var exists =
                handle.createQuery(EXISTS).bind(0, schema).mapTo(Integer.class).findFirst();
        var stored = exists.isEmpty()
                ? 0
                : handle.createQuery(database.fill("select coalesce(max(version), 0) from ${schema}.schema_version"))
                        .mapTo(Integer.class)
                        .one();
        return new SchemaVersion(database, stored);
    }

    boolean isBehind() {
        return stored < OF_PROGRAM;
    }

    void requireCurrent() {
        requireNotAhead();
        if (isBehind()) {
            throw refused("call migrate(), or run the SQL that migrationSql() gives");
        }
    }

    /** Tables that a newer program made may hold what this one would not understand, or would damage. */
    void requireNotAhead() {
        if (stored > OF_PROGRAM) {
            throw refused("use the program that made them, or a newer one");
        }
    }

    void migrate(DataSource source) {
        try {
            FlywayMigrations.migrate(source, database, stored);
        } catch (NoClassDefFoundError missing) {
            throw refused("put org.flywaydb:flyway-core on the class path (and flyway-database-postgresql, for"
                    + " PostgreSQL), or run the SQL that migrationSql() gives");
        }
    }

    private Unavailable refused(String advice) {
        var found = stored == 0 ? "there are no tables" : "the tables have version " + stored;
        return new Unavailable(
                "storage-unavailable",
                "in schema " + database.settings().schema() + " " + found + " and this program needs version "
                        + OF_PROGRAM + "; " + advice);
    }
}
