package dev.chatsessions.adapter.jdbi;

import org.junit.jupiter.api.Tag;

/** The contracts on the oldest PostgreSQL that is supported. */
@Tag(TestDatabase.NOT_THE_JDK)
final class Postgresql15Test extends EveryContract {

    Postgresql15Test() {
        super(TestDatabase.POSTGRESQL_15);
    }
}
