package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.tck.SessionListContract;
import dev.chatsessions.tck.SessionStoreContract;
import dev.chatsessions.tck.ThreadStoreContract;
import org.junit.jupiter.api.Nested;

/** All that every storage promises. */
final class InMemoryStorageTest {

    @Nested
    final class Sessions extends SessionStoreContract {
        Sessions() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class SessionLists extends SessionListContract {
        SessionLists() {
            super(new InMemoryFixture());
        }
    }

    @Nested
    final class Threads extends ThreadStoreContract {
        Threads() {
            super(new InMemoryFixture());
        }
    }
}
