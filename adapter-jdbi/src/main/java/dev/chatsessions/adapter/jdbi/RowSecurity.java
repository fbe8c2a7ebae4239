package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.ChatSessionsException.Unavailable;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * How far PostgreSQL itself keeps rows from whoever they do not concern.
 *
 * @param tables how many there are
 * @param guarded how many of them obey our policy as it is today and no other, their owner's own statements too
 * @param touched how many obey any
 * @param exempt whether no policy holds for who is connected
 */
record RowSecurity(Database database, int tables, int guarded, int touched, boolean exempt) {

    private static final String ESTABLISH = "dev/chatsessions/rowsecurity/on.sql";

    private static final String DROP = "dev/chatsessions/rowsecurity/off.sql";

    private static final String EXEMPT_OWNER = "dev/chatsessions/rowsecurity/migrating.sql";

    /** Several nodes may start at once. */
    private static final String ALONE = "select pg_advisory_xact_lock(hashtext('row security of ${schema}'))";

    private static final String STATE = """
            select count(*) as tables,
            count(*) filter (where c.relrowsecurity and c.relforcerowsecurity and p.policies = 1 and p.ours) as guarded,
            count(*) filter (where c.relrowsecurity) as touched,
            (select r.rolsuper or r.rolbypassrls from pg_roles r where r.rolname = current_user) as exempt
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            cross join lateral (
                select count(*) as policies, bool_and(obj_description(q.oid, 'pg_policy') = ?) as ours
                from pg_policy q where q.polrelid = c.oid) p
            where n.nspname = ? and c.relkind in ('r', 'p')
            and c.relname not in ('schema_version', 'flyway_schema_history')""";

    /** Refuses a database that can never do as was chosen, before anything is made there. */
    static void requirePossible(Handle handle, Database database) {
        if (!database.rowSecurity()) {
            require(handle, database);
        } else if (database.dialect() != Dialect.POSTGRESQL) {
            throw new Unavailable("storage-unavailable", "row-level security needs PostgreSQL");
        }
    }

    /** Refuses a database that does not do as was chosen. */
    static void require(Handle handle, Database database) {
        if (database.dialect() == Dialect.POSTGRESQL) {
            of(handle, database).requireAsChosen();
        }
    }

    private static RowSecurity of(Handle handle, Database database) {
        return handle.createQuery(STATE)
                .bind(0, rules())
                .bind(1, database.settings().schema())
                .map((row, context) -> new RowSecurity(
                        database,
                        row.getInt("tables"),
                        row.getInt("guarded"),
                        row.getInt("touched"),
                        row.getBoolean("exempt")))
                .one();
    }

    /** Refuses tables that show nothing to a program which does not say for whom it acts, or show all to one that does. */
    private void requireAsChosen() {
        if (!database.rowSecurity()) {
            if (touched > 0) {
                throw refused("is on; build the storage with rowLevelSecurity(true), or have their owner call"
                        + " dropRowLevelSecurity()");
            }
        } else if (exempt) {
            throw refused("does not hold for who is connected, a superuser or a role with BYPASSRLS;"
                    + " connect as another role");
        } else if (!isOn()) {
            throw refused("is on for " + guarded + " of " + tables
                    + " tables; have their owner call migrate() of a storage with rowLevelSecurity(true)");
        }
    }

    private boolean isOn() {
        return guarded == tables && tables > 0;
    }

    /** Has the policies hold for the tables' owner too, whatever tables there are. */
    static void establish(Handle handle, Database database) {
        handle.useTransaction(alone -> {
            alone.execute(database.fill(ALONE));
            if (!of(alone, database).isOn()) {
                run(alone, database, ESTABLISH);
            }
        });
    }

    static void drop(Handle handle, Database database) {
        handle.useTransaction(alone -> run(alone, database, DROP));
    }

    /** Lets the tables' owner, and nobody else, see all rows: a migration may have to change some. */
    static void exemptOwner(Handle handle, Database database) {
        handle.useTransaction(alone -> run(alone, database, EXEMPT_OWNER));
    }

    /** What {@link #establish} carries out. */
    static String sql(Database database) {
        return text(database, ESTABLISH);
    }

    private static String text(Database database, String file) {
        return database.fill(MigrationFiles.read(file)).replace("${rules}", rules());
    }

    /** Which conditions these are: those of another release, or somebody's own, are not known to keep rows apart. */
    private static String rules() {
        return UUID.nameUUIDFromBytes(MigrationFiles.read(ESTABLISH).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static void run(Handle handle, Database database, String file) {
        try (var statement = handle.getConnection().createStatement()) {
            statement.execute(text(database, file));
        } catch (SQLException failure) {
            throw new StatementFailed(failure);
        }
    }

    private Unavailable refused(String state) {
        return new Unavailable(
                "storage-unavailable",
                "row-level security of the tables in schema "
                        + database.settings().schema() + " " + state);
    }
}
