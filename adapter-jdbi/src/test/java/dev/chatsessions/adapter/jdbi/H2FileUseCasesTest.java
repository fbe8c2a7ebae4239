package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.core.usecases.AllUseCases;
import dev.chatsessions.core.usecases.Backend;

/** The core's use cases on H2 in a file. */
final class H2FileUseCasesTest extends AllUseCases {

    @Override
    protected Backend open() {
        return JdbiBackend.on(TestDatabase.H2_FILE);
    }
}
