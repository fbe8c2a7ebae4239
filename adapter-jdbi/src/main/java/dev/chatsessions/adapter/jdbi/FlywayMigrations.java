package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.ChatSessionsException.Unavailable;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The one class that names Flyway, which a host may leave out. */
final class FlywayMigrations {

    private static final int MOST_TRIES = 5;

    private FlywayMigrations() {}

    /** Tables of version {@code stored} that were made without Flyway are taken over as they are. */
    static void migrate(DataSource source, Database database, int stored) {
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
                    throw new Unavailable(
                            "storage-unavailable",
                            "the tables in schema " + database.settings().schema() + " could not be migrated",
                            failure);
                }
            }
        }
    }
}
