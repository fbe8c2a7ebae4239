package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.adapter.inmemory.AttemptRows.Window;
import dev.chatsessions.spi.AttemptStore;
import java.time.Instant;
import java.util.Optional;

final class InMemoryAttempts implements AttemptStore {

    private final Transaction transaction;

    InMemoryAttempts(Transaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public Optional<Instant> take(String name, int most, Instant now, Instant end) {
        Storable.require("name", name);
        var windows = transaction.writing().attempts();
        var open = windows.find(name)
                .filter(window -> now.isBefore(window.end()))
                .orElseGet(() -> new Window(name, 0, end));
        if (open.taken() >= most) {
            return Optional.of(open.end());
        }
        windows.put(open.with(open.taken() + 1));
        return Optional.empty();
    }

    @Override
    public void giveBack(String name) {
        var windows = transaction.writing().attempts();
        windows.find(name)
                .filter(window -> window.taken() > 0)
                .ifPresent(window -> windows.put(window.with(window.taken() - 1)));
    }

    @Override
    public int removeEnded(Instant before, int limit) {
        return transaction.writing().attempts().removeEnded(before, limit);
    }
}
