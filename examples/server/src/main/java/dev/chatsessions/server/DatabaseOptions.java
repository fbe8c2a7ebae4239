package dev.chatsessions.server;

import dev.chatsessions.adapter.jdbi.MigrationMode;
import dev.chatsessions.server.Values.PoolSize;
import dev.chatsessions.server.Values.SchemaName;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Where the data is, and how to get at it. */
final class DatabaseOptions {

    /** Something that is done or not. */
    enum Toggle {
        ON,
        OFF
    }

    @Option(
            names = {"--db", "--db-url"},
            paramLabel = "JDBC-URL",
            description = "H2 or PostgreSQL; default: an H2 file in ./chat-sessions-data")
    private Optional<DatabaseAddress> address = Optional.empty();

    @Option(names = "--db-user", paramLabel = "NAME", description = "the database user")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--db-password",
            paramLabel = "PASSWORD",
            description = "better set by environment or file: others on this machine can see a command line")
    private Optional<String> password = Optional.empty();

    @Option(names = "--db-password-file", paramLabel = "FILE", description = "a file with that and nothing else")
    private Optional<Path> passwordFile = Optional.empty();

    @Option(
            names = "--db-schema",
            paramLabel = "NAME",
            description = "the database schema of our tables; default: chat_sessions")
    private Optional<SchemaName> schema = Optional.empty();

    @Option(
            names = "--db-migration",
            paramLabel = "migrate|validate|off",
            defaultValue = "migrate",
            description = "what to do about the tables at start; default: ${DEFAULT-VALUE}")
    private MigrationMode migration;

    @Option(
            names = "--db-pool-size",
            paramLabel = "N",
            defaultValue = "10",
            description = "the most connections at a time; default: ${DEFAULT-VALUE}")
    private PoolSize poolSize;

    @Option(
            names = "--db-notify",
            paramLabel = "on|off",
            defaultValue = "on",
            description = "whether servers that share a PostgreSQL wake each other by its notifications; off behind a"
                    + " pooler in transaction mode, where each looks once a second; default: ${DEFAULT-VALUE}")
    private Toggle notify;

    @Option(
            names = "--db-row-security",
            paramLabel = "on|off",
            defaultValue = "off",
            description = "whether PostgreSQL itself keeps users' rows apart, by its row-level security; default:"
                    + " ${DEFAULT-VALUE}")
    private Toggle rowSecurity;

    @Option(
            names = "--allow-unsafe-db",
            description = "start on a database whose settings may lose what was acknowledged")
    private boolean unsafe;

    DatabaseAddress address() {
        return address.orElseGet(DatabaseAddress::embedded);
    }

    Optional<String> user() {
        return user;
    }

    KeptSecret<String> secret() {
        return new KeptSecret<>("db-password", password, passwordFile, Function.identity());
    }

    Optional<String> password() {
        return secret().value();
    }

    Optional<String> schema() {
        return schema.map(SchemaName::name);
    }

    MigrationMode migration() {
        return migration;
    }

    int poolSize() {
        return poolSize.connections();
    }

    boolean notifies() {
        return notify == Toggle.ON && !address().isH2();
    }

    boolean rowSecurity() {
        return rowSecurity == Toggle.ON;
    }

    boolean unsafe() {
        return unsafe;
    }
}
