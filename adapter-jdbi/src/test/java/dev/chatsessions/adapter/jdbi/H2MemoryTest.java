package dev.chatsessions.adapter.jdbi;

/** The contracts on H2 in memory. */
final class H2MemoryTest extends EveryContract {

    H2MemoryTest() {
        super(TestDatabase.H2_MEMORY);
    }
}
