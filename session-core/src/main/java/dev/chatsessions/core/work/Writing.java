package dev.chatsessions.core.work;

import dev.chatsessions.LogScope;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.Stores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One run of a use case in a writing transaction: its stores, and what is to happen after the commit. For one thread. */
public final class Writing {

    private final Stores stores;

    /** Hardly ever more than one, so that it becomes a table only then. */
    private Set<LogScope> grown = Set.of();

    private final List<Runnable> afterwards = new ArrayList<>();

    Writing(Stores stores) {
        this.stores = stores;
    }

    public Stores stores() {
        return stores;
    }

    public Instant now() {
        return stores.now();
    }

    /** Appends an event to a log whose head is locked, and has its followers woken after the commit. */
    public long publish(LogScope scope, EventBody body) {
        wake(scope);
        return stores.events().append(scope, body);
    }

    /** Wakes the followers of a log that did not grow but is to be looked at again. */
    public void wake(LogScope scope) {
        if (grown.isEmpty()) {
            grown = Set.of(scope);
        } else if (!grown.contains(scope)) {
            grown = grown.size() == 1 ? new LinkedHashSet<>(grown) : grown;
            grown.add(scope);
        }
    }

    /** Has something done once everything here is durable; it must be quick and must not fail. */
    public void afterwards(Runnable task) {
        afterwards.add(task);
    }

    public Set<LogScope> grown() {
        return Collections.unmodifiableSet(grown);
    }

    public List<Runnable> afterwards() {
        return afterwards;
    }
}
