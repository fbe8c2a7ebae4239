package dev.chatsessions.adapter.jdbi;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;

/**
 * A schema of the newest PostgreSQL with row-level security, whose tables are one role's and are used by another, which is
 * all that it may.
 */
final class GuardedDatabase {

    static final String SCHEMA = "guarded";

    private static GuardedDatabase shared;

    private final HikariDataSource application;

    private GuardedDatabase(HikariDataSource application) {
        this.application = application;
    }

    /** The same for all tests of a JVM. */
    static synchronized GuardedDatabase shared() {
        if (shared == null) {
            shared = made();
        }
        return shared;
    }

    private static GuardedDatabase made() {
        try (var owner = pool("guarded_owner", 3)) {
            execute("""
                    create role guarded_owner login;
                    create role guarded_application login;
                    create schema guarded authorization guarded_owner;
                    grant create on database postgres to guarded_owner""");
            storage(owner, true).migrate();
            execute("""
                    grant usage on schema guarded to guarded_application;
                    grant select, insert, update, delete on all tables in schema guarded to guarded_application""");
        }
        return new GuardedDatabase(pool("guarded_application", 40));
    }

    static JdbiStorage storage(HikariDataSource source, boolean on) {
        return JdbiStorage.builder(source)
                .schema(SCHEMA)
                .migration(MigrationMode.OFF)
                .rowLevelSecurity(on)
                .build();
    }

    /** Of the role that neither owns the tables nor may do more than read and write them. */
    HikariDataSource application() {
        return application;
    }

    static HikariDataSource pool(String role, int most) {
        var config = new HikariConfig();
        config.setJdbcUrl(TestDatabase.POSTGRESQL_18.url().replace("user=postgres", "user=" + role));
        config.setMaximumPoolSize(most);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(10_000);
        // Made when it is used first: the role may not be there yet.
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** As a superuser. */
    static void execute(String sql) {
        try (var connection = TestDatabase.POSTGRESQL_18.pool().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
