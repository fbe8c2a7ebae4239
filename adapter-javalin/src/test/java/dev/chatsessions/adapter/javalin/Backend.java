package dev.chatsessions.adapter.javalin;

import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.spi.Storage;
import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;

/** What servers of tests keep what they keep in. Each storage is new and empty, and its opener's to close. */
enum Backend {
    MEMORY(
            InMemoryStorage::create,
            clock -> InMemoryStorage.builder().clock(clock).build()),
    H2(() -> BorrowedStorage.on(Databases.h2()), clock -> BorrowedStorage.on(Databases.h2(), clock)),
    POSTGRESQL(
            () -> BorrowedStorage.on(Databases.postgresql()),
            clock -> BorrowedStorage.on(Databases.postgresql(), clock));

    private final Supplier<Storage> inItsOwnTime;

    private final Function<Clock, Storage> inTimeOf;

    Backend(Supplier<Storage> inItsOwnTime, Function<Clock, Storage> inTimeOf) {
        this.inItsOwnTime = inItsOwnTime;
        this.inTimeOf = inTimeOf;
    }

    Storage open() {
        return inItsOwnTime.get();
    }

    Storage open(Clock clock) {
        return inTimeOf.apply(clock);
    }
}
