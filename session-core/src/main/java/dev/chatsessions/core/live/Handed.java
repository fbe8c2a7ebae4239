package dev.chatsessions.core.live;

import dev.chatsessions.spi.LoggedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What this process just wrote into a log, until its followers are told: a hint that spares them reading it, and nothing
 * that has to be complete. Thread-safe.
 */
final class Handed {

    /** Who does not come for them has to read. */
    private static final int MOST = 64;

    private final List<LoggedEvent> events = new ArrayList<>();

    private boolean toBeRead = true;

    /** When the first of them came. */
    private long since;

    /** What was handed over, and how long the first of it has waited. */
    record Taken(List<LoggedEvent> events, Duration waited) {}

    /** These were appended, and nothing besides. */
    synchronized void add(List<LoggedEvent> written) {
        if (written.isEmpty() || events.size() + written.size() > MOST) {
            missSome();
        } else if (!toBeRead) {
            since = events.isEmpty() ? System.nanoTime() : since;
            events.addAll(written);
        }
    }

    /** Something was appended, or may have been, that was not handed over. */
    synchronized void missSome() {
        toBeRead = true;
        events.clear();
    }

    /** What comes after {@code place} without a hole, and is forgotten by this; empty where the log is to be read for it. */
    synchronized Optional<Taken> takeAfter(long place) {
        var fresh = events.stream()
                .filter(event -> event.sequence() > place)
                .sorted(Comparator.comparing(LoggedEvent::sequence))
                .toList();
        var whole = !toBeRead && (fresh.isEmpty() || fresh.get(fresh.size() - 1).sequence() == place + fresh.size());
        toBeRead = false;
        events.clear();
        return whole ? Optional.of(new Taken(fresh, Duration.ofNanos(System.nanoTime() - since))) : Optional.empty();
    }
}
