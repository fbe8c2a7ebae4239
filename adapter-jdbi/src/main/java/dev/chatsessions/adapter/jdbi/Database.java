package dev.chatsessions.adapter.jdbi;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of the database once it was reached. Thread-safe. */
final class Database {

    private final Dialect dialect;

    private final Settings settings;

    private final Map<String, String> filled = new ConcurrentHashMap<>();

    Database(Dialect dialect, Settings settings) {
        this.dialect = dialect;
        this.settings = settings;
    }

    Dialect dialect() {
        return dialect;
    }

    Settings settings() {
        return settings;
    }

    /** Whose time counts; empty for the database's own. */
    Optional<Clock> clock() {
        return settings.clock()
                .or(() -> dialect == Dialect.POSTGRESQL ? Optional.<Clock>empty() : Optional.of(Clock.systemUTC()));
    }

    /** The statement with the schema's name and the dialect's words filled in. */
    String fill(String sql) {
        return filled.computeIfAbsent(
                sql,
                text -> text.replace("${schema}", quoted(settings.schema()))
                        .replace("${clock}", dialect.clock())
                        .replace("${json}", dialect.json()));
    }

    /** Whether the same work may well succeed if it is run again. */
    boolean isWorthAnotherRun(Exception failure) {
        return Failures.ofDriver(failure).filter(dialect::isWorthAnotherRun).isPresent();
    }

    /** Quoted, because the databases fold the case of other names in different directions. */
    static String quoted(String schema) {
        return '"' + schema + '"';
    }
}
