package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.core.usecases.AllUseCases;
import dev.chatsessions.core.usecases.Backend;

/** The core's use cases on the oldest PostgreSQL that is supported. */
final class Postgresql15UseCasesTest extends AllUseCases {

    @Override
    protected Backend open() {
        return JdbiBackend.on(TestDatabase.POSTGRESQL_15);
    }
}
