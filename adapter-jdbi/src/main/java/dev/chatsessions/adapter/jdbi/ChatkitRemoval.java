package dev.chatsessions.adapter.jdbi;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * The end of {@code chatkit_sessions}, within a transaction that is rolled back if any of it fails.
 *
 * @param table its name, quoted
 */
record ChatkitRemoval(Handle transaction, Database database, String table) {

    private static final List<String> TIMES =
            List.of("created_at", "updated_at", "last_activity_at", "last_used_at", "last_seen_at", "last_message_at");

    /** Nobody writes from here on; who reads or writes just now is not waited for. */
    private static final String ALONE = "lock table %s in access exclusive mode nowait";

    private static final String NOT_IMPORTED = """
            select count(*) from (select to_jsonb(t) as j from %s t) r where not exists (
            select 1 from ${schema}.legacy_imports i where i.source = ? and i.row_id = coalesce(j ->> 'id', ''))""";

    private static final String CHANGED = """
            select count(*) from (select to_jsonb(t) as j from %s t) r join ${schema}.legacy_imports i
            on i.source = ? and i.row_id = j ->> 'id' where i.row_hash <> %s""";

    private static final String COLUMNS_OF_TIME = """
            select attname from pg_attribute where attrelid = cast(? as oid) and not attisdropped
            and atttypid in (cast('timestamp' as regtype), cast('timestamptz' as regtype))""";

    private static final String WRITTEN = """
            select count(*) from %s where greatest(%s) > ${clock} - make_interval(secs => ?)""";

    /** Whatever refers to the table or to the type of its rows and is no part of it. */
    private static final String DEPENDENTS = """
            select distinct pg_describe_object(d.classid, d.objid, 0) from pg_depend d
            left join pg_constraint c on d.classid = cast('pg_constraint' as regclass) and c.oid = d.objid
            where d.deptype = 'n' and c.conrelid is distinct from cast(? as oid)
            and (d.refclassid = cast('pg_class' as regclass) and d.refobjid = cast(? as oid)
            or d.refclassid = cast('pg_type' as regclass) and d.refobjid in (
            select unnest(array[t.oid, t.typarray]) from pg_type t where t.typrelid = cast(? as oid)))
            order by 1""";

    /** Of its triggers and of nothing else. */
    private static final String OWN_FUNCTIONS = """
            select distinct cast(cast(g.tgfoid as regprocedure) as text) from pg_trigger g
            where g.tgrelid = cast(? as oid) and not g.tgisinternal
            and not exists (select 1 from pg_trigger o where o.tgfoid = g.tgfoid and o.tgrelid <> g.tgrelid)
            and not exists (select 1 from pg_depend e where e.objid = g.tgfoid and e.deptype = 'e')
            and (select n.nspname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.oid = g.tgfoid)
            <> 'pg_catalog'""";

    private static final String NAMING_FUNCTIONS = """
            select cast(cast(p.oid as regprocedure) as text) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname not in ('pg_catalog', 'information_schema') and p.prosrc ~* '\\mchatkit_sessions\\M'
            order by 1""";

    private static final String IN_USE = "55P03";

    /** Drops it if there is no reason not to; the reasons. */
    List<String> unlessNeeded(Duration quiet) {
        var place = ChatkitSessions.place(transaction, table);
        if (place.isEmpty()) {
            return List.of("there is no table " + table);
        }
        if (isInUse()) {
            return List.of("somebody uses it just now");
        }
        var functions = names(OWN_FUNCTIONS, place.get());
        var reasons = new ArrayList<String>();
        rows(quiet, place.get(), reasons);
        names(DEPENDENTS, place.get(), place.get(), place.get()).forEach(name -> reasons.add(name + " depends on it"));
        names(NAMING_FUNCTIONS).stream()
                .filter(Predicate.not(functions::contains))
                .forEach(name -> reasons.add("function " + name + " names it"));
        if (reasons.isEmpty()) {
            transaction.execute("drop table " + table);
            functions.forEach(name -> transaction.execute("drop function " + name));
        }
        return List.copyOf(reasons);
    }

    private boolean isInUse() {
        try {
            transaction.execute(ALONE.formatted(table));
            return false;
        } catch (JdbiException failure) {
            if (Failures.ofDriver(failure)
                    .map(SQLException::getSQLState)
                    .filter(IN_USE::equals)
                    .isPresent()) {
                return true;
            }
            throw failure;
        }
    }

    private void rows(Duration quiet, long place, List<String> reasons) {
        var left = count(NOT_IMPORTED.formatted(table), ChatkitSessions.SOURCE);
        if (left > 0) {
            reasons.add("rows that are not imported: " + left);
        }
        var changed = count(CHANGED.formatted(table, ChatkitSessions.HASH), ChatkitSessions.SOURCE);
        if (changed > 0) {
            reasons.add("rows that changed after they were imported: " + changed);
        }
        var times =
                names(COLUMNS_OF_TIME, place).stream().filter(TIMES::contains).toList();
        if (!times.isEmpty()) {
            var written = count(WRITTEN.formatted(table, String.join(", ", times)), quiet.toSeconds());
            if (written > 0) {
                reasons.add("rows written to within the last " + quiet + ": " + written);
            }
        }
    }

    private long count(String sql, Object value) {
        return transaction
                .createQuery(database.fill(sql))
                .bind(0, value)
                .mapTo(Long.class)
                .one();
    }

    private List<String> names(String sql, Object... values) {
        var query = transaction.createQuery(sql);
        for (var i = 0; i < values.length; i++) {
            query.bind(i, values[i]);
        }
        return query.mapTo(String.class).list();
    }
}
