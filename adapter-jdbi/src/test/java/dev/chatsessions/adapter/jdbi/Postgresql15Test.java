package dev.chatsessions.adapter.jdbi;

/** The contracts on the oldest PostgreSQL that is supported. */
final class Postgresql15Test extends EveryContract {

    Postgresql15Test() {
        super(TestDatabase.POSTGRESQL_15);
    }
}
