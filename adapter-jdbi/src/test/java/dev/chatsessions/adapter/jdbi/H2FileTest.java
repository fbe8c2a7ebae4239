package dev.chatsessions.adapter.jdbi;

import org.junit.jupiter.api.Tag;

/** The contracts on H2 in a file. */
@Tag(TestDatabase.NOT_THE_JDK)
final class H2FileTest extends EveryContract {

    H2FileTest() {
        super(TestDatabase.H2_FILE);
    }
}
