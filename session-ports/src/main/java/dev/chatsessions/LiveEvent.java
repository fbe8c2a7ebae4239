package dev.chatsessions;

import java.time.Instant;

/**
 * Something that happened and was committed: one entry of a log. Each feature's events are a sealed family of records.
 */
public interface LiveEvent {

    /** The event's name on the wire, in lower case with underscores, such as {@code message_added}. */
    String kind();

    /** The log it stands in. */
    LogScope scope();

    /** Its place: ascending in its log. What was trimmed or cleared leaves holes. */
    long sequence();

    /** When it was stored, by the storage's clock, in microseconds. */
    Instant at();
}
