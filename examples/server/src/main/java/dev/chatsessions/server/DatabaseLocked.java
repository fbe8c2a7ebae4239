package dev.chatsessions.server;

/** Another process has the database file open: a running server, as a rule. */
final class DatabaseLocked extends Failure {

    private static final long serialVersionUID = 1L;

    DatabaseLocked(DatabaseAddress address, Throwable cause) {
        super(ExitCode.DATABASE, "the database " + address.shown() + " is in use by another process", cause);
    }
}
