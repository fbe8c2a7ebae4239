package dev.chatsessions.adapter.jdbi;

/** The contracts on the newest PostgreSQL. */
final class Postgresql18Test extends EveryContract {

    Postgresql18Test() {
        super(TestDatabase.POSTGRESQL_18);
    }
}
