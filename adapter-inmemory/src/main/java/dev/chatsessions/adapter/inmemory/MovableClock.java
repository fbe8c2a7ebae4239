package dev.chatsessions.adapter.inmemory;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class MovableClock extends Clock {

    private final AtomicReference<Instant> now;

    private final ZoneId zone;

    private MovableClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /** A clock that shows {@code start}, in UTC. */
    public static MovableClock startingAt(Instant start) {
        return new MovableClock(new AtomicReference<>(requireNonNull(start, "start")), ZoneOffset.UTC);
    }

    /** Moves the clock forward, and every clock made from it by {@link #withZone}. */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("by " + by + " is negative");
        }
        now.updateAndGet(instant -> instant.plus(by));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public MovableClock withZone(ZoneId other) {
        return new MovableClock(now, requireNonNull(other, "other"));
    }
}
