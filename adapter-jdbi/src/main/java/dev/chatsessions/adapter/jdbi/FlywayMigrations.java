package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.ChatSessionsException.Unavailable;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The one class that names Flyway, which a host may leave out. */
final class FlywayMigrations {

    private static final int MOST_TRIES = 5;

    private static final String SCHEMA_EXISTS = "select 1 from information_schema.schemata where schema_name = ?";

    private FlywayMigrations() {}

    /** Tables of version {@code stored} that were made without Flyway are taken over as they are. */
    static void migrate(DataSource source, Database database, int stored) {
        createSchema(source, database);
        var flyway = Flyway.configure(FlywayMigrations.class.getClassLoader())
                .dataSource(source)
                .schemas(database.settings().schema())
                .locations("classpath:" + MigrationFiles.FOLDER
                        + database.dialect().folder())
                .placeholders(MigrationFiles.schemas(database.settings()))
                .baselineOnMigrate(stored > 0)
                .baselineVersion(String.valueOf(Math.max(stored, 1)))
                .load();
        for (var tries = 1; ; tries++) {
            try {
                if (tries > 1 && database.dialect() == Dialect.H2) {
                    // There Flyway remembers a try that failed, although the files may be run again.
                    flyway.repair();
                }
                flyway.migrate();
                return;
            } catch (FlywayException failure) {
                // Several nodes that start on an empty database may collide where Flyway makes its own table.
                if (tries == MOST_TRIES) {
                    throw failed(database, failure);
                }
            }
        }
    }

    /** Before Flyway does, which tries for the better part of a minute where it may not. */
    private static void createSchema(DataSource source, Database database) {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            if (!exists(connection, database)) {
                statement.execute(database.fill("create schema if not exists ${schema}"));
                if (!connection.getAutoCommit()) {
                    connection.commit();
                }
            }
        } catch (SQLException failure) {
            requireMadeByAnother(source, database, failure);
        }
    }

    /** Two that make it at the same moment are told so in many ways. */
    private static void requireMadeByAnother(DataSource source, Database database, SQLException failure) {
        try (var connection = source.getConnection()) {
            if (!exists(connection, database)) {
                throw failed(database, failure);
            }
        } catch (SQLException away) {
            failure.addSuppressed(away);
            throw failed(database, failure);
        }
    }

    private static boolean exists(Connection connection, Database database) throws SQLException {
        try (var schemas = connection.prepareStatement(SCHEMA_EXISTS)) {
            schemas.setString(1, database.settings().schema());
            try (var found = schemas.executeQuery()) {
                return found.next();
            }
        }
    }

    private static Unavailable failed(Database database, Exception failure) {
        return new Unavailable(
                "storage-unavailable",
                "the tables in schema " + database.settings().schema() + " could not be migrated",
                failure);
    }
}
