package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.ChatSessionsException.Unavailable;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Refuses a database that would lose what it acknowledged, or keep something else than it was given. */
final class Safety {

    private static final String OF_POSTGRESQL = """
            select current_setting('synchronous_commit') as synchronous_commit, current_setting('fsync') as fsync,
            current_setting('server_encoding') as encoding, pg_is_in_recovery() as standby,
            current_setting('default_transaction_read_only') as read_only,
            cast(current_setting('server_version_num') as integer) as version""";

    /** It names the chunk before the last in its file's header, and cannot always find the last one from there. */
    private static final String FORGETFUL_H2 = "2.5.252";

    private static final String OF_H2 = """
            select coalesce(database_path(), '') as path, readonly() as read_only, h2version() as version,
            (select max(setting_value) from information_schema.settings where setting_name = 'WRITE_DELAY') as delay""";

    private Safety() {}

    static void require(Handle handle, Dialect dialect) {
        var faults = dialect == Dialect.POSTGRESQL ? ofPostgresql(handle) : ofH2(handle);
        if (!faults.isEmpty()) {
            throw new Unavailable(
                    "storage-unavailable",
                    "the database is not safe to use: " + String.join("; ", faults)
                            + ". Change it, or build the storage with allowUnsafe(true)");
        }
    }

    private static List<String> ofPostgresql(Handle handle) {
        return handle.createQuery(OF_POSTGRESQL)
                .map((row, context) -> {
                    var faults = new ArrayList<String>();
                    if (row.getInt("version") < 150000) {
                        faults.add("it is older than PostgreSQL 15");
                    }
                    if ("off".equals(row.getString("synchronous_commit"))) {
                        faults.add("synchronous_commit is off, so a crash loses acknowledged writes");
                    }
                    if ("off".equals(row.getString("fsync"))) {
                        faults.add("fsync is off, so a power failure loses acknowledged writes");
                    }
                    if (!"UTF8".equals(row.getString("encoding"))) {
                        faults.add("its encoding is " + row.getString("encoding") + " and not UTF8");
                    }
                    if (row.getBoolean("standby") || "on".equals(row.getString("read_only"))) {
                        faults.add("it is read-only");
                    }
                    return List.copyOf(faults);
                })
                .one();
    }

    private static List<String> ofH2(Handle handle) {
        return handle.createQuery(OF_H2)
                .map((row, context) -> {
                    var faults = new ArrayList<String>();
                    if (!row.getString("path").isEmpty()) {
                        faults.addAll(ofH2File(row.getString("delay"), row.getString("version")));
                    }
                    if (row.getBoolean("read_only")) {
                        faults.add("it is read-only");
                    }
                    return List.copyOf(faults);
                })
                .one();
    }

    static List<String> ofH2File(String delay, String version) {
        var faults = new ArrayList<String>();
        if (!"0".equals(delay)) {
            faults.add("WRITE_DELAY is " + delay
                    + " ms, so a crash loses acknowledged writes; add ;WRITE_DELAY=0 to its URL");
        }
        if (FORGETFUL_H2.equals(version)) {
            faults.add("H2 " + version + " loses acknowledged writes when its process is killed; take 2.4.240");
        }
        return faults;
    }
}
