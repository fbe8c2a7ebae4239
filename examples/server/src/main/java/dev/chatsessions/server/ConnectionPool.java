package dev.chatsessions.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens the pool that the storage works on. */
final class ConnectionPool {

    private static final int H2_ALREADY_OPEN = 90020;

    private static final int VALIDATION_SECONDS = 3;

    private static final int LISTENING = 1;

    private static final String ROOM = """
            select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                - coalesce(current_setting('reserved_connections', true), '0')::int""";

    private ConnectionPool() {}

    /** Fails, with words for the operator, when the database cannot be used now. */
    static HikariDataSource open(DatabaseOptions options) {
        var address = options.address();
        var properties = properties(options);
        // The pool repeats and logs a first failure; a connection of our own gives it to us once. It stays open until
        // the pool has its first, so that an embedded database is opened once.
        try (Connection first = DriverManager.getConnection(address.url(), properties)) {
            first.isValid(VALIDATION_SECONDS);
            if (options.notifies()) {
                requireRoom(first, options.poolSize());
            }
            var config = new HikariConfig();
            config.setPoolName("database");
            config.setJdbcUrl(address.url());
            config.setDataSourceProperties(properties);
            config.setMaximumPoolSize(options.poolSize());
            config.setMinimumIdle(Math.min(2, options.poolSize()));
            config.setConnectionTimeout(5_000);
            config.setValidationTimeout(VALIDATION_SECONDS * 1_000L);
            config.setKeepaliveTime(120_000);
            config.setMaxLifetime(1_800_000);
            return new HikariDataSource(config);
        } catch (SQLException e) {
            throw e.getErrorCode() == H2_ALREADY_OPEN
                    ? new DatabaseLocked(address, e)
                    : Failure.database("the database " + address.shown() + " cannot be used: " + e.getMessage(), e);
        } catch (Failure refused) {
            throw refused;
        } catch (RuntimeException e) {
            throw Failure.database("the database " + address.shown() + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Not asked behind a pooler, which has its own idea of how many there may be. */
    private static void requireRoom(Connection first, int pooled) throws SQLException {
        try (var statement = first.createStatement();
                var answer = statement.executeQuery(ROOM)) {
            answer.next();
            var room = answer.getInt(1);
            if (pooled + LISTENING > room) {
                throw Failure.configuration(
                        "db-pool-size: " + pooled + " connections and one to listen are more than the " + room
                                + " that the database has for all (max_connections)");
            }
        }
    }

    /** Gives a new connection to the same PostgreSQL each time, which an operator can tell from the pool's by its name. */
    static DataSource unpooled(DatabaseOptions options) {
        var source = new PGSimpleDataSource();
        source.setURL(options.address().url());
        try {
            for (var setting : properties(options).stringPropertyNames()) {
                source.setProperty(setting, properties(options).getProperty(setting));
            }
            source.setApplicationName("chat-sessions-signal");
        } catch (SQLException e) {
            throw Failure.database(
                    "the database " + options.address().shown() + " cannot be used: " + e.getMessage(), e);
        }
        return source;
    }

    /** The socket waits longest: the storage has limits of its own on locks, statements and idle transactions. */
    private static Properties properties(DatabaseOptions options) {
        var properties = new Properties();
        options.user().ifPresent(user -> properties.setProperty("user", user));
        options.password().ifPresent(password -> properties.setProperty("password", password));
        if (options.address().isH2()) {
            // Its trace file repeats statements, and what they were to store, whenever one fails.
            setUnlessInUrl(properties, "TRACE_LEVEL_FILE", "0", options.address());
            // It would close itself as soon as the process is told to stop, while the last answers are still written.
            setUnlessInUrl(properties, "DB_CLOSE_ON_EXIT", "FALSE", options.address());
        } else {
            properties.setProperty("ApplicationName", "chat-sessions");
            properties.setProperty("connectTimeout", "5");
            properties.setProperty("loginTimeout", "10");
            properties.setProperty("socketTimeout", "15");
            properties.setProperty("cancelSignalTimeout", "5");
            properties.setProperty("tcpKeepAlive", "true");
            // The detail of a server's error can repeat what was to be stored.
            properties.setProperty("logServerErrorDetail", "false");
        }
        return properties;
    }

    /** H2 refuses a setting that is said twice. */
    private static void setUnlessInUrl(Properties properties, String setting, String value, DatabaseAddress address) {
        if (!address.url().toUpperCase(Locale.ROOT).contains(";" + setting + "=")) {
            properties.setProperty(setting, value);
        }
    }
}
