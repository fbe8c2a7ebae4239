package dev.chatsessions.adapter.jdbi;

/** The contracts on H2 in a file. */
final class H2FileTest extends EveryContract {

    H2FileTest() {
        super(TestDatabase.H2_FILE);
    }
}
