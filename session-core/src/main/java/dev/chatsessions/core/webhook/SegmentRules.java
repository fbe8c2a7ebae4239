package dev.chatsessions.core.webhook;

import com.google.common.hash.Hashing;
import dev.chatsessions.spi.SegmentStore.StoredSegment;
import dev.chatsessions.webhook.Segment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What tells one segment from another, and where each belongs. Pure. */
final class SegmentRules {

    private static final int LONGEST_ID = 190;

    /** Room for so many messages that begin within one millisecond; in the upper half of it, answers. */
    private static final int PLACES = 1_024;

    /** How much faster than it was said somebody may tell of a whole conversation, who tries the inbox out by hand. */
    private static final Duration HURRY = Duration.ofSeconds(10);

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

    /** Each segment once, by its key, in the order in which they were said; of copies that differ, the first that came. */
    static Map<String, Segment> distinct(List<Segment> segments) {
        var byKey = new LinkedHashMap<String, Segment>();
        segments.forEach(segment -> byKey.putIfAbsent(key(segment), segment));
        var said = new LinkedHashMap<String, Segment>();
        byKey.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(
                        Comparator.comparing(Segment::start).thenComparing(Segment::end)))
                .forEach(entry -> said.put(entry.getKey(), entry.getValue()));
        return said;
    }

    /**
     * The place that a segment would have in its thread, so that messages stand as they were said and not as they came. Those
     * that begin at one time stand by their keys.
     */
    static long place(String key, Duration start) {
        var within = Math.floorMod(
                Hashing.sha256().hashString(key, StandardCharsets.UTF_8).asInt(), PLACES / 2);
        return start.toMillis() * PLACES + 1 + within;
    }

    /** The first place that the answer to a message may have: behind all that was said at the same time. */
    static long answerPlace(long question) {
        return (question - 1) / PLACES * PLACES + 1 + PLACES / 2;
    }

    /**
     * Whether a segment is of a conversation that was heard in this time, and not of a later one: what it counts its time
     * from had begun before the last that was heard, however long it took to come. Of one that was all heard at once
     * nothing tells that it took the time that it counts; there it has to have begun well before.
     */
    static boolean isOf(Instant startedAt, Instant heardAt, Segment segment, Instant now) {
        var doubt = heardAt.isAfter(startedAt) ? Duration.ZERO : HURRY;
        return now.minus(segment.end()).isBefore(heardAt.minus(doubt));
    }

    /** Whether these texts, one after the other, have the words of that one. */
    static boolean isSaid(String text, List<String> texts) {
        var words = Spoken.of(String.join(" ", texts)).words();
        return Collections.indexOfSubList(words, Spoken.of(text).words()) >= 0;
    }

    /**
     * What it takes for a conversation to be as it is written down for good.
     *
     * @param shown what it shows now
     */
    static Reconciliation reconcile(Collection<StoredSegment> shown, Map<String, Segment> written) {
        var keys = shown.stream().map(StoredSegment::key).collect(Collectors.toSet());
        return new Reconciliation(
                shown.stream()
                        .filter(segment -> written.containsKey(segment.key()))
                        .toList(),
                written.keySet().stream().filter(key -> !keys.contains(key)).toList(),
                shown.stream()
                        .filter(segment -> !written.containsKey(segment.key()))
                        .toList());
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
