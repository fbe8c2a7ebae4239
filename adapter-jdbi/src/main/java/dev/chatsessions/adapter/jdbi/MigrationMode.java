package dev.chatsessions.adapter.jdbi;

/** What a storage does about its tables when it is used for the first time. */
public enum MigrationMode {
    /** Brings them to this program's version, by Flyway; needs Flyway only when there is something to do. */
    MIGRATE,
    /** Fails unless they are of this program's version. */
    VALIDATE,
    /** Trusts that they are. */
    OFF
}
