package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.core.usecases.AllUseCases;
import dev.chatsessions.core.usecases.Backend;
import org.junit.jupiter.api.Tag;

/** The core's use cases on the newest PostgreSQL. */
@Tag(TestDatabase.NOT_THE_JDK)
final class Postgresql18UseCasesTest extends AllUseCases {

    @Override
    protected Backend open() {
        return JdbiBackend.on(TestDatabase.POSTGRESQL_18);
    }
}
