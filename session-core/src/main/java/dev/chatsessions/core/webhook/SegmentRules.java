package dev.chatsessions.core.webhook;

import com.google.common.hash.Hashing;
import dev.chatsessions.spi.SegmentStore.StoredSegment;
import dev.chatsessions.webhook.Segment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What tells one segment from another, and where each belongs. Pure. */
final class SegmentRules {

    private static final int LONGEST_ID = 190;

    /** Room for so many messages that begin within one millisecond. */
    private static final int PLACES = 1_024;

    private SegmentRules() {}

    /** The provider's id within the session, else who said what when: repeating "yes" is not the same "yes". */
    static String key(Segment segment) {
        return segment.id()
                .map(id -> id.length() > LONGEST_ID ? "id#" + hash(id) : "id:" + id)
                .orElseGet(() -> "said#"
                        + hash(segment.speaker().orElse("")
                                + '\n'
                                + segment.start()
                                + '\n'
                                + segment.end()
                                + '\n'
                                + segment.text()));
    }

    /** Each segment once, by its key, in the order in which they were said. */
    static Map<String, Segment> distinct(List<Segment> segments) {
        var distinct = new LinkedHashMap<String, Segment>();
        segments.stream()
                .sorted(Comparator.comparing(Segment::start).thenComparing(Segment::end))
                .forEach(segment -> distinct.putIfAbsent(key(segment), segment));
        return distinct;
    }

    /** The first place in its thread that a segment may have, so that messages stand as they were said and not as they came. */
    static long place(Duration start) {
        return start.toMillis() * PLACES + 1;
    }

    /**
     * What it takes for a conversation to be as it is written down for good.
     *
     * @param known of its segments, and all that the thread shows
     */
    static Reconciliation reconcile(
            dev.chatsessions.ThreadId thread, Collection<StoredSegment> known, Map<String, Segment> written) {
        var byKey =
                known.stream().collect(Collectors.toMap(StoredSegment::key, Function.identity(), (one, same) -> one));
        var kept = new ArrayList<StoredSegment>();
        var added = new ArrayList<String>();
        var absorbed = new ArrayList<StoredSegment>();
        var stays = new HashSet<String>();
        written.keySet().forEach(key -> {
            var before = byKey.get(key);
            if (before != null
                    && before.message().isPresent()
                    && before.thread().equals(thread)) {
                kept.add(before);
                stays.add(key);
            } else {
                added.add(key);
            }
        });
        byKey.values().stream()
                .filter(before -> before.message().isPresent() && !stays.contains(before.key()))
                .forEach(absorbed::add);
        return new Reconciliation(kept, added, absorbed);
    }

    private static String hash(String text) {
        return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
    }

    /**
     * @param kept those whose messages stay, perhaps with another text
     * @param added keys of those that get a message
     * @param absorbed those whose messages go
     */
    record Reconciliation(List<StoredSegment> kept, List<String> added, List<StoredSegment> absorbed) {}
}
