package dev.chatsessions.spi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.MessageId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Keeps which segments of a device's session are known, by what tells one from another, for as long as the session. Used
 * under the session's lock only.
 */
public interface SegmentStore {

    /** Those of these keys that are known, in no order. */
    List<StoredSegment> find(SessionId session, Collection<String> keys);

    /** Those of a thread that still have a message and begin from {@code from} to {@code to}, by start, then by key. Costs what it returns. */
    List<StoredSegment> shown(SessionId session, ThreadId thread, Duration from, Duration to);

    /** Keeps a segment whose key is not known yet. */
    void add(SessionId session, StoredSegment segment);

    /** Replaces the segment of this key; if there is none, the whole transaction fails and is run again. */
    void change(SessionId session, StoredSegment segment);

    /**
     * A segment that is known.
     *
     * @param key 1 to 200 characters, as the core makes it
     * @param message what it is told by; empty once it was absorbed
     */
    record StoredSegment(String key, ThreadId thread, Optional<MessageId> message, Duration start, Duration end) {
        public StoredSegment {
            requireNonNull(key, "key");
            requireNonNull(thread, "thread");
            requireNonNull(message, "message");
            requireNonNull(start, "start");
            requireNonNull(end, "end");
        }
    }
}
