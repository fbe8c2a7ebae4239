package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.core.usecases.AllUseCases;
import dev.chatsessions.core.usecases.Backend;
import org.junit.jupiter.api.Tag;

/** The core's use cases on H2 in memory. */
@Tag(TestDatabase.NOT_THE_JDK)
final class H2MemoryUseCasesTest extends AllUseCases {

    @Override
    protected Backend open() {
        return JdbiBackend.on(TestDatabase.H2_MEMORY);
    }
}
