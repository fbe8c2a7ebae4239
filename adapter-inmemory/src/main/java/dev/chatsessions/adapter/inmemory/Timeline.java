package dev.chatsessions.adapter.inmemory;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The storage's time: its clock in microseconds, never going backwards even if that one does. */
final class Timeline {

    private final Clock clock;

    private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.MIN);

    Timeline(Clock clock) {
        this.clock = clock;
    }

    Instant next() {
        var shown = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return latest.accumulateAndGet(shown, (one, other) -> one.isAfter(other) ? one : other);
    }
}
