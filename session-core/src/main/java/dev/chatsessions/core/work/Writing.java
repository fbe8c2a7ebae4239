package dev.chatsessions.core.work;

import dev.chatsessions.LogScope;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.LoggedEvent;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.Stores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One run of a use case in a writing transaction: its stores, and what is to happen after the commit. For one thread. */
public final class Writing {

    private final Stores stores;

    /** Hardly ever more than one, so that it becomes a table only then. */
    private Set<LogScope> grown = Set.of();

    /** Of the logs that grew by nothing else. */
    private final Map<LogScope, List<LoggedEvent>> deltas = new HashMap<>();

    private final List<Consumer<Observer>> observed = new ArrayList<>();

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
        var onlyDeltas = body.delta().isPresent() && (!grown.contains(scope) || deltas.containsKey(scope));
        grow(scope);
        var sequence = stores.events().append(scope, body);
        if (onlyDeltas) {
            deltas.computeIfAbsent(scope, first -> new ArrayList<>(1))
                    .add(new LoggedEvent(scope, sequence, now(), body, Optional.empty()));
        } else {
            deltas.remove(scope);
        }
        return sequence;
    }

    /** Wakes the followers of a log that did not grow but is to be looked at again. */
    public void wake(LogScope scope) {
        grow(scope);
        deltas.remove(scope);
    }

    private void grow(LogScope scope) {
        if (grown.isEmpty()) {
            grown = Set.of(scope);
        } else if (!grown.contains(scope)) {
            grown = grown.size() == 1 ? new LinkedHashSet<>(grown) : grown;
            grown.add(scope);
        }
    }

    /** Has the observer told once everything here is durable. */
    public void observe(Consumer<Observer> what) {
        observed.add(what);
    }

    /** Has something done once everything here is durable; it must be quick and must not fail. */
    public void afterwards(Runnable task) {
        afterwards.add(task);
    }

    public Set<LogScope> grown() {
        return Collections.unmodifiableSet(grown);
    }

    /** All that was appended to the log, as it will be read, where that is deltas; nothing where it is anything else. */
    public List<LoggedEvent> deltas(LogScope scope) {
        return Collections.unmodifiableList(deltas.getOrDefault(scope, List.of()));
    }

    List<Consumer<Observer>> observed() {
        return observed;
    }

    List<Runnable> afterwards() {
        return afterwards;
    }
}
