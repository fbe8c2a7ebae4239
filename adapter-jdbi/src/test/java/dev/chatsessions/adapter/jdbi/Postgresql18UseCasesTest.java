package dev.chatsessions.adapter.jdbi;

import dev.chatsessions.core.usecases.AllUseCases;
import dev.chatsessions.core.usecases.Backend;
import org.junit.jupiter.api.Tag;

/**
 * The core's use cases on the newest PostgreSQL, for a role that only reads and writes the tables, each transaction of which
 * is shown what it says that it acts for. The oldest shows all.
 */
@Tag(TestDatabase.NOT_THE_JDK)
final class Postgresql18UseCasesTest extends AllUseCases {

    @Override
    protected Backend open() {
        return JdbiBackend.on(JdbiFixture.guarded());
    }
}
