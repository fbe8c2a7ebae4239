package dev.chatsessions.core.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.MessageId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.spi.SegmentStore.StoredSegment;
import dev.chatsessions.webhook.Segment;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SegmentRulesTest {

    private static final Segment YES = said(Optional.empty(), "Yes.", "SPEAKER_00", 1_000, 2_000);

    private static final Segment NAMED = said(Optional.of("a"), "Yes.", "SPEAKER_00", 1_000, 2_000);

    static Stream<Segment> others() {
        return Stream.of(
                said(Optional.empty(), "Yes!", "SPEAKER_00", 1_000, 2_000),
                said(Optional.empty(), "Yes.", "SPEAKER_01", 1_000, 2_000),
                said(Optional.empty(), "Yes.", "SPEAKER_00", 1_001, 2_000),
                said(Optional.empty(), "Yes.", "SPEAKER_00", 1_000, 2_001),
                said(Optional.of("b"), "Yes.", "SPEAKER_00", 1_000, 2_000),
                NAMED);
    }

    @ParameterizedTest
    @MethodSource("others")
    void who_said_what_when_tells_segments_apart_that_have_no_id(Segment other) {
        assertEquals(
                SegmentRules.key(YES), SegmentRules.key(said(Optional.empty(), "Yes.", "SPEAKER_00", 1_000, 2_000)));
        assertNotEquals(SegmentRules.key(YES), SegmentRules.key(other));
    }

    @Test
    void an_id_is_the_same_segment_whatever_is_said() {
        assertEquals(
                SegmentRules.key(NAMED), SegmentRules.key(said(Optional.of("a"), "No.", "SPEAKER_01", 5_000, 6_000)));
        var longest = SegmentRules.key(said(Optional.of("x".repeat(1_000)), "No.", "S", 0, 1));
        assertTrue(longest.length() <= 200);
        assertNotEquals(longest, SegmentRules.key(said(Optional.of("x".repeat(999)), "No.", "S", 0, 1)));
    }

    @Test
    void of_copies_the_first_that_came_counts_and_all_stand_as_they_were_said() {
        var late = said(Optional.of("b"), "Late.", "S", 5_000, 6_000);
        var early = said(Optional.of("a"), "Early.", "S", 0, 1_000);
        var copy = said(Optional.of("b"), "Later.", "S", 1_000, 2_000);

        assertEquals(
                List.of(early, late),
                List.copyOf(SegmentRules.distinct(List.of(late, copy, early)).values()));
    }

    @Test
    void places_go_by_time_and_answers_stand_behind_what_was_said_at_theirs() {
        var first = SegmentRules.place("id:a", Duration.ofMillis(1_000));
        var sameTime = SegmentRules.place("id:b", Duration.ofMillis(1_000));
        var next = SegmentRules.place("id:a", Duration.ofMillis(1_001));

        assertTrue(SegmentRules.place("id:z", Duration.ZERO) >= 1);
        assertTrue(first < next && sameTime < next);
        assertNotEquals(first, sameTime);
        var answer = SegmentRules.answerPlace(first);
        assertEquals(answer, SegmentRules.answerPlace(sameTime));
        assertEquals(answer, SegmentRules.answerPlace(answer));
        assertTrue(answer > first && answer > sameTime && answer < next);
    }

    @Test
    void what_is_written_stays_or_is_added_and_the_rest_is_absorbed() {
        var thread = new ThreadId(UUID.randomUUID());
        var kept = shown("id:a", thread);
        var absorbed = shown("id:b", thread);
        var written = new LinkedHashMap<String, Segment>();
        written.put("id:a", NAMED);
        written.put("id:c", YES);

        var changes = SegmentRules.reconcile(List.of(kept, absorbed), written);

        assertEquals(List.of(kept), changes.kept());
        assertEquals(List.of("id:c"), changes.added());
        assertEquals(List.of(absorbed), changes.absorbed());
    }

    private static StoredSegment shown(String key, ThreadId thread) {
        return new StoredSegment(
                key, thread, Optional.of(new MessageId(UUID.randomUUID())), Duration.ZERO, Duration.ofSeconds(1));
    }

    private static Segment said(Optional<String> id, String text, String speaker, long start, long end) {
        return new Segment(id, text, Optional.of(speaker), true, Duration.ofMillis(start), Duration.ofMillis(end));
    }
}
