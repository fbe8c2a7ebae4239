package dev.chatsessions.adapter.jdbi;

import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of the database once it was reached. Thread-safe. */
final class Database {

    /** There are some hundred; a work that writes many rows makes more, which are not worth keeping. */
    private static final int MOST_KEPT = 1_000;

    private final Dialect dialect;

    private final Settings settings;

    /** Statements and the text they travel as: always the same object, so that driver and server know it again. */
    private final Map<List<String>, String> filled = new ConcurrentHashMap<>();

    /** Statements that wait at the same time and what they are sent as. */
    private final Map<List<String>, List<Together>> together = new ConcurrentHashMap<>();

    private final Map<Dialect.Scope, List<String>> openings = new EnumMap<>(Dialect.Scope.class);

    Database(Dialect dialect, Settings settings) {
        this.dialect = dialect;
        this.settings = settings;
        for (var scope : Dialect.Scope.values()) {
            openings.put(scope, dialect.opening(scope, settings));
        }
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

    /** Whether policies decide what a transaction sees, by whom it says that it acts for. */
    boolean rowSecurity() {
        return settings.rowLevelSecurity();
    }

    /** What goes before the first statement of a transaction. */
    List<String> opening(Dialect.Scope scope) {
        return openings.get(scope);
    }

    /** The statement with the schema's name and the dialect's words filled in. */
    String fill(String sql) {
        return fill(List.of(sql));
    }

    /** The statements as one text, with the schema's name and the dialect's words filled in. */
    String fill(List<String> statements) {
        var known = filled.get(statements);
        if (known != null) {
            return known;
        }
        var text = String.join(";\n", statements)
                .replace("${schema}", quoted(settings.schema()))
                .replace("${clock}", dialect.clock())
                .replace("${json}", dialect.json());
        if (filled.size() < MOST_KEPT) {
            filled.put(List.copyOf(statements), text);
        }
        return text;
    }

    /**
     * The statements, none of whose answers is needed, as few as they can be. Where policies look for a row's session, each
     * on its own: in one statement none sees what another did.
     */
    List<Together> together(List<String> statements) {
        if (rowSecurity()) {
            return Together.each(statements);
        }
        var known = together.get(statements);
        if (known != null) {
            return known;
        }
        var made = Together.of(statements);
        if (together.size() < MOST_KEPT) {
            together.put(statements, made);
        }
        return made;
    }

    /** Whether the same work may well succeed if it is run again. */
    boolean isWorthAnotherRun(Exception failure) {
        return Failures.ofDriver(failure).filter(dialect::isWorthAnotherRun).isPresent();
    }

    /** Why a work has to be run again, in one of a few words. */
    String collision(Exception failure) {
        return Failures.ofDriver(failure).map(dialect::collision).orElse(Dialect.MOVED);
    }

    /** Quoted, because the databases fold the case of other names in different directions. */
    static String quoted(String schema) {
        return '"' + schema + '"';
    }
}
