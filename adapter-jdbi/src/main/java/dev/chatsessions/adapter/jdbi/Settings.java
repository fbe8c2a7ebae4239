package dev.chatsessions.adapter.jdbi;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** What the host chose. */
record Settings(
        String schema,
        MigrationMode migration,
        Optional<Clock> clock,
        boolean allowUnsafe,
        boolean rowLevelSecurity,
        Duration lockTimeout,
        Duration statementTimeout,
        Duration idleInTransactionTimeout) {

    static final Settings DEFAULT = new Settings(
            "chat_sessions",
            MigrationMode.MIGRATE,
            Optional.empty(),
            false,
            false,
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10));

    Settings {
        if (!requireNonNull(schema, "schema").matches("[A-Za-z_][A-Za-z0-9_]{0,62}")) {
            throw new IllegalArgumentException(
                    "schema " + schema + " is not 1 to 63 letters, digits and _, not beginning with a digit");
        }
        requireNonNull(migration, "migration");
        requireNonNull(clock, "clock");
        if (lockTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("lockTimeout " + lockTimeout + " is less than a millisecond");
        }
        if (statementTimeout.compareTo(lockTimeout) <= 0) {
            throw new IllegalArgumentException(
                    "statementTimeout " + statementTimeout + " is not longer than lockTimeout " + lockTimeout
                            + ", so a wait for a lock would be told as a slow statement");
        }
        if (idleInTransactionTimeout.compareTo(statementTimeout) <= 0) {
            throw new IllegalArgumentException("idleInTransactionTimeout " + idleInTransactionTimeout
                    + " is not longer than statementTimeout " + statementTimeout);
        }
    }

    Settings withSchema(String name) {
        return new Settings(
                name,
                migration,
                clock,
                allowUnsafe,
                rowLevelSecurity,
                lockTimeout,
                statementTimeout,
                idleInTransactionTimeout);
    }

    Settings withMigration(MigrationMode mode) {
        return new Settings(
                schema,
                mode,
                clock,
                allowUnsafe,
                rowLevelSecurity,
                lockTimeout,
                statementTimeout,
                idleInTransactionTimeout);
    }

    Settings withClock(Clock other) {
        return new Settings(
                schema,
                migration,
                Optional.of(other),
                allowUnsafe,
                rowLevelSecurity,
                lockTimeout,
                statementTimeout,
                idleInTransactionTimeout);
    }

    Settings allowingUnsafe(boolean allow) {
        return new Settings(
                schema,
                migration,
                clock,
                allow,
                rowLevelSecurity,
                lockTimeout,
                statementTimeout,
                idleInTransactionTimeout);
    }

    Settings withRowLevelSecurity(boolean on) {
        return new Settings(
                schema, migration, clock, allowUnsafe, on, lockTimeout, statementTimeout, idleInTransactionTimeout);
    }

    Settings withTimeouts(Duration lock, Duration statement, Duration idleInTransaction) {
        return new Settings(
                schema, migration, clock, allowUnsafe, rowLevelSecurity, lock, statement, idleInTransaction);
    }
}
