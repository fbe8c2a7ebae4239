package dev.chatsessions.adapter.jdbi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.spi.JoinedStorage;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Storage;
import dev.chatsessions.spi.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * The storage on H2 and on PostgreSQL 15 or newer. The first use, or {@link #check()}, finds out which of them the data
 * source leads to, refuses settings under which an acknowledged write could be lost, and looks after the tables.
 * Thread-safe. Closing it closes nothing: the data source is the host's.
 */
public final class JdbiStorage implements Storage {

    private static final int MOST_RUNS = 5;

    private final Jdbi jdbi;

    private final DataSource source;

    private final Settings settings;

    private final Observer observer;

    private final WithinWork within = new WithinWork();

    private volatile Database database;

    private JdbiStorage(DataSource source, Settings settings, Observer observer) {
        this.source = source;
        this.settings = settings;
        this.observer = observer;
        this.jdbi = configured(Jdbi.create(source));
    }

    /** Begins to make a storage on the host's data source, which should be a pool. */
    public static Builder builder(DataSource source) {
        return new Builder(requireNonNull(source, "source"));
    }

    @Override
    public <T> T read(Work<T> work) {
        return run(Dialect.Scope.READ, ActingFor.ALL, work);
    }

    @Override
    public <T> T glance(Work<T> work) {
        return glance(ActingFor.ALL, work);
    }

    @Override
    public <T> T write(Work<T> work) {
        return run(Dialect.Scope.WRITE, ActingFor.ALL, work);
    }

    /** With row-level security, its works tell the database what {@code access} covers; else this storage. */
    @Override
    public Storage on(SessionAccess access) {
        return settings.rowLevelSecurity() ? new ActingStorage(this, ActingFor.of(access)) : this;
    }

    /**
     * A storage whose works run in the transaction that the host has open on {@code connection}, and that undoes what it
     * did there when a work fails. The connection is without autocommit and at READ COMMITTED, else
     * {@link IllegalArgumentException}; its settings, time-outs included, stay the host's.
     */
    public JoinedStorage joining(Connection connection) {
        return new JoinedJdbiStorage(requireNonNull(connection, "connection"), database(), within);
    }

    @Override
    public void check() {
        var known = database();
        tell(handle -> {
            if (settings.migration() == MigrationMode.OFF) {
                handle.execute("select 1");
            } else {
                SchemaVersion.of(handle, known).requireCurrent();
                RowSecurity.require(handle, known);
            }
        });
    }

    /**
     * Brings the tables to this program's version, whatever the {@link MigrationMode}; changes nothing when they are.
     * Safe while other nodes do the same.
     */
    public void migrate() {
        migrate(found());
    }

    /**
     * Has PostgreSQL show rows to everybody again whom their owner has granted it. For the owner; programs built with
     * {@link Builder#rowLevelSecurity} are refused at their next start.
     */
    public void dropRowLevelSecurity() {
        try (var handle = jdbi.open()) {
            RowSecurity.drop(handle, new Database(Dialect.of(handle.getConnection()), settings));
        } catch (SQLException | JdbiException failure) {
            throw Failures.unavailable(failure);
        }
    }

    /** The SQL that {@link #migrate()} carries out on an empty database, for those who run it by other means. */
    public String migrationSql() {
        return MigrationFiles.sql(found());
    }

    /**
     * The table {@code chatkit_sessions} that another program left in the same PostgreSQL; IllegalArgumentException where
     * there is none.
     *
     * @param table its name, with that of its schema before it where that is not in the search path
     */
    public ChatkitSessions chatkitSessions(String table) {
        return ChatkitSessions.of(jdbi, source, database(), table);
    }

    /** Lets go of nothing: the data source is the host's. */
    @Override
    public void close() {}

    <T> T run(Dialect.Scope scope, ActingFor acting, Work<T> work) {
        return within.run(() -> repeatedly(new Attempt(database(), scope, acting), work));
    }

    <T> T glance(ActingFor acting, Work<T> work) {
        return within.run(() -> {
            try {
                return repeatedly(new Attempt(database(), Dialect.Scope.GLANCE, acting), work);
            } catch (AskedAgain more) {
                return repeatedly(new Attempt(database(), Dialect.Scope.READ, acting), work);
            }
        });
    }

    private <T> T repeatedly(Attempt attempt, Work<T> work) {
        for (var run = 1; ; run++) {
            try {
                return attempt.run(source, work);
            } catch (RevisionMoved moved) {
                pauseAfter(run, moved);
            } catch (SQLException | JdbiException failure) {
                if (!database().isWorthAnotherRun(failure)) {
                    throw Failures.unavailable(failure);
                }
                pauseAfter(run, failure);
            }
        }
    }

    private void tellOf(Exception failure) {
        try {
            observer.runAgain(database().collision(failure));
        } catch (RuntimeException ignored) {
            // What it throws is its own affair.
        }
    }

    /** Waits a moment, longer each time and never the same, so that those who collided do not collide again. */
    private void pauseAfter(int run, Exception failure) {
        if (run == MOST_RUNS) {
            throw Failures.unavailable(failure);
        }
        tellOf(failure);
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(1, 10L << run));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Failures.unavailable(failure);
        }
    }

    private Database database() {
        var known = database;
        return known != null ? known : reach();
    }

    private synchronized Database reach() {
        if (database == null) {
            var found = find();
            if (settings.migration() == MigrationMode.MIGRATE) {
                migrate(found);
            }
            if (found.rowSecurity()) {
                tell(handle -> RowSecurity.require(handle, found));
            }
            database = found;
        }
        return database;
    }

    private Database found() {
        var known = database;
        return known != null ? known : find();
    }

    private Database find() {
        try (var handle = jdbi.open()) {
            var found = new Database(Dialect.of(handle.getConnection()), settings);
            if (!settings.allowUnsafe()) {
                Safety.require(handle, found.dialect());
            }
            if (settings.migration() == MigrationMode.VALIDATE) {
                SchemaVersion.of(handle, found).requireCurrent();
            }
            RowSecurity.requirePossible(handle, found);
            return found;
        } catch (SQLException | JdbiException failure) {
            throw Failures.unavailable(failure);
        }
    }

    private void migrate(Database known) {
        var before = ask(handle -> SchemaVersion.of(handle, known));
        if (before.isBehind()) {
            if (known.rowSecurity()) {
                tell(handle -> RowSecurity.exemptOwner(handle, known));
            }
            before.migrate(source);
        }
        before.requireNotAhead();
        if (known.rowSecurity()) {
            tell(handle -> RowSecurity.establish(handle, known));
        }
    }

    private <T> T ask(Function<Handle, T> question) {
        try (var handle = jdbi.open()) {
            return question.apply(handle);
        } catch (JdbiException failure) {
            throw Failures.unavailable(failure);
        }
    }

    private void tell(Consumer<Handle> order) {
        ask(handle -> {
            order.accept(handle);
            return true;
        });
    }

    private static Jdbi configured(Jdbi jdbi) {
        jdbi.getConfig(SqlStatements.class).setTemplateEngine(TemplateEngine.NOP);
        // Attempts end their transactions themselves; a host may well hand out connections without autocommit.
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        return jdbi;
    }

    /** Makes a {@link JdbiStorage}. Not thread-safe. */
    public static final class Builder {

        private final DataSource source;

        private Settings settings = Settings.DEFAULT;

        private Observer observer = Observer.none();

        private Builder(DataSource source) {
            this.source = source;
        }

        /**
         * The schema of the tables, by default {@code chat_sessions}: 1 to 63 letters, digits and {@code _}, not beginning
         * with a digit.
         */
        public Builder schema(String name) {
            settings = settings.withSchema(name);
            return this;
        }

        /** What to do about the tables when the storage is first used; by default {@link MigrationMode#MIGRATE}. */
        public Builder migration(MigrationMode mode) {
            settings = settings.withMigration(mode);
            return this;
        }

        /**
         * The clock that {@code stores.now()} reads, for tests. Without it, the server's on PostgreSQL, so that nodes whose
         * clocks differ agree, and the system's on H2.
         */
        public Builder clock(Clock clock) {
            settings = settings.withClock(clock);
            return this;
        }

        /**
         * Whether to use a database even where an acknowledged write could be lost or a text changed: PostgreSQL with
         * {@code synchronous_commit} or {@code fsync} off or an encoding other than UTF8, an H2 file without
         * {@code WRITE_DELAY=0}.
         */
        public Builder allowUnsafe(boolean allow) {
            settings = settings.allowingUnsafe(allow);
            return this;
        }

        /**
         * Whether PostgreSQL itself keeps rows from whoever they do not concern: by policies on all tables, which
         * {@link JdbiStorage#migrate()} makes and which hold for the tables' owner too. Each transaction then says for whom it acts. Who
         * is connected is neither a superuser nor a role with BYPASSRLS, else it is refused, as are tables without these
         * policies; without this setting, tables that have them. By default off.
         */
        public Builder rowLevelSecurity(boolean on) {
            settings = settings.withRowLevelSecurity(on);
            return this;
        }

        /**
         * On PostgreSQL, how long a statement may wait for a lock, by default 2 seconds; run, 5 seconds; and how long a
         * transaction may stand still, 10 seconds: each longer than the one before. On H2 the URL says it.
         */
        public Builder timeouts(Duration lock, Duration statement, Duration idleInTransaction) {
            settings = settings.withTimeouts(lock, statement, idleInTransaction);
            return this;
        }

        /** Told of works that run once more. */
        public Builder observer(Observer value) {
            observer = requireNonNull(value, "observer");
            return this;
        }

        /** The storage. Does no I/O. */
        public JdbiStorage build() {
            return new JdbiStorage(source, settings, observer);
        }
    }
}
