package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.core.usecases.AllUseCases;
import dev.chatsessions.core.usecases.Backend;

/** The core's use cases on the newest PostgreSQL. */
final class Postgresql18UseCasesTest extends AllUseCases {

    @Override
    protected Backend open() {
        return JdbiBackend.on(TestDatabase.POSTGRESQL_18);
    }
}
