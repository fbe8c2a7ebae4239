package dev.chatsessions.adapter.jdbi;

import org.junit.jupiter.api.Tag;

/** The contracts on H2 in memory. */
@Tag(TestDatabase.NOT_THE_JDK)
final class H2MemoryTest extends EveryContract {

    H2MemoryTest() {
        super(TestDatabase.H2_MEMORY);
    }
}
