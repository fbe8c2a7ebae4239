package dev.chatsessions.tck;

import java.time.Instant;

/** Instants whose digits all differ, so that a storage that cuts some off is found out. */
final class TestTimes {

    private static final Instant FIRST = Instant.parse("2026-03-14T09:26:53.123457Z");

    private static final long STEP_IN_MICROS = 1_203_019;

    private TestTimes() {}

    /** The first, second, … instant, each a little more than a second after the one before. */
    static Instant at(int step) {
        return FIRST.plusNanos(step * STEP_IN_MICROS * 1_000);
    }
}
