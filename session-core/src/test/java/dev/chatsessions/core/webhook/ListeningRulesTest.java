package dev.chatsessions.core.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.core.webhook.Heard.Verdict;
import dev.chatsessions.core.webhook.ListeningRules.Moment;
import dev.chatsessions.webhook.ListenMode;
import dev.chatsessions.webhook.ListenPreferences;
import dev.chatsessions.webhook.QuietHours;
import dev.chatsessions.webhook.Segment;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ListeningRulesTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    /** What is said second by second, {@code -} for a second of silence, and the questions that come of it. */
    static Stream<Example> examples() {
        return Stream.of(
                new Example("asked in one breath", List.of("Hey Omi, what time is it?"), List.of("what time is it?")),
                new Example("in any writing", List.of("HEY... omi! What's up?"), List.of("What's up?")),
                new Example("full-width", List.of("ｈｅｙ Ｏｍｉ what now？"), List.of("what now？")),
                new Example(
                        "in the middle",
                        List.of("so I said hey omi how far is it? and left"),
                        List.of("how far is it?")),
                new Example("nobody was addressed", List.of("what time is it?"), List.of()),
                new Example("only a part of a word", List.of("they omit the rest?"), List.of()),
                new Example("another word between", List.of("hey you omi what now?"), List.of()),
                new Example("a phrase in two parts", List.of("hey", "omi what now?"), List.of("what now?")),
                new Example("parts apart", List.of("hey", "-", "-", "-", "omi what now?"), List.of()),
                new Example(
                        "first the phrase", List.of("Hey Omi", "what is for", "lunch?"), List.of("what is for lunch?")),
                new Example("ended by a pause", List.of("hey omi tell a joke", "-", "-", "-"), List.of("tell a joke")),
                new Example("not ended by breath", List.of("hey omi tell a", "-", "joke", "-"), List.of()),
                new Example("the phrase alone", List.of("hey omi", "-", "-", "-", "-"), List.of()),
                new Example("two questions", List.of("hey omi one? hey omi two?"), List.of("one?", "two?")),
                new Example(
                        "a second after the first",
                        List.of("hey omi one", "-", "-", "-", "hey omi two?"),
                        List.of("one", "two?")),
                new Example("no question in a phrase's echo", List.of("hey hey omi yes?"), List.of("yes?")));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void a_question_is_what_follows_the_phrase(Example example) {
        assertEquals(example.questions, asked(trigger(), example.said, Optional.empty()), example.name);
    }

    @Test
    void a_question_without_an_end_is_cut_after_the_longest_time() {
        var said = new ArrayList<String>();
        said.add("hey omi");
        for (var second = 1; second <= 20; second++) {
            said.add("word" + second);
        }

        var questions = asked(trigger(), said, Optional.empty());

        assertEquals(1, questions.size());
        assertEquals("word1", questions.get(0).split(" ")[0]);
        assertEquals(
                "word" + (ListeningRules.LONGEST.toSeconds() - 1),
                last(questions.get(0).split(" ")));
    }

    @Test
    void a_question_without_an_end_is_cut_at_its_longest() {
        var questions = asked(trigger(), List.of("hey omi " + "la ".repeat(500)), Optional.empty());

        assertEquals(1, questions.size());
    }

    @Test
    void every_phrase_of_the_user_is_heard_and_no_other() {
        var own = new ListenPreferences(
                ListenMode.TRIGGER,
                List.of("Jarvis", "ok computer"),
                Duration.ofSeconds(8),
                false,
                Optional.empty(),
                ZoneOffset.UTC,
                1);

        assertEquals(List.of("one?"), asked(own, List.of("jarvis, one?"), Optional.empty()));
        assertEquals(List.of("two?"), asked(own, List.of("OK, computer: two?"), Optional.empty()));
        assertEquals(List.of(), asked(own, List.of("hey omi three?"), Optional.empty()));
        assertEquals(List.of(), asked(own, List.of("(a+)+$?"), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "TRIGGER,  1, 0",
        "FOLLOWUP, 1, 1",
        "FOLLOWUP, 8, 1",
        "FOLLOWUP, 9, 0",
        "ALWAYS,   9, 1",
    })
    void after_an_answer_the_mode_decides_whether_a_phrase_is_needed(ListenMode mode, int secondsAfter, int questions) {
        var answeredAt = Optional.of(NOON.minusSeconds(secondsAfter));

        assertEquals(
                questions,
                asked(wanted(mode), List.of("and tomorrow?"), answeredAt).size());
    }

    @Test
    void who_is_muted_asks_nothing_in_any_mode() {
        var muted = new ListenPreferences(
                ListenMode.ALWAYS,
                List.of("hey omi"),
                Duration.ofSeconds(8),
                true,
                Optional.empty(),
                ZoneOffset.UTC,
                1);

        var heard = hear(Listening.IDLE, said("hey omi what now?", 0), muted, NOON);

        assertEquals(new Heard(Listening.IDLE, List.of(), Verdict.MUTED), heard);
    }

    @ParameterizedTest
    @CsvSource({
        "22:00, 07:00, Europe/Berlin, 2026-05-01T19:59:59Z, ASKED",
        "22:00, 07:00, Europe/Berlin, 2026-05-01T20:00:00Z, QUIET_HOURS",
        "22:00, 07:00, Europe/Berlin, 2026-05-02T04:59:59Z, QUIET_HOURS",
        "22:00, 07:00, Europe/Berlin, 2026-05-02T05:00:00Z, ASKED",
        "22:00, 07:00, Europe/Berlin, 2026-12-01T20:30:00Z, ASKED",
        "22:00, 07:00, Europe/Berlin, 2026-12-01T21:00:00Z, QUIET_HOURS",
        "12:00, 13:00, UTC,           2026-05-01T12:00:00Z, QUIET_HOURS",
        "12:00, 13:00, UTC,           2026-05-01T13:00:00Z, ASKED",
        "12:00, 12:00, UTC,           2026-05-01T12:00:00Z, ASKED",
    })
    void quiet_hours_are_read_off_the_users_own_clock(
            LocalTime from, LocalTime until, ZoneId zone, Instant now, Verdict verdict) {
        var wanted = new ListenPreferences(
                ListenMode.TRIGGER,
                List.of("hey omi"),
                Duration.ofSeconds(8),
                false,
                Optional.of(new QuietHours(from, until)),
                zone,
                1);

        var heard = hear(Listening.IDLE, said("hey omi what now?", 0), wanted, now);

        assertEquals(verdict, heard.verdict());
    }

    @Test
    void what_was_being_asked_when_silence_begins_is_dropped() {
        var asking =
                hear(Listening.IDLE, said("hey omi what", 0), trigger(), NOON).after();
        var muted = new ListenPreferences(
                ListenMode.TRIGGER,
                List.of("hey omi"),
                Duration.ofSeconds(8),
                true,
                Optional.empty(),
                ZoneOffset.UTC,
                1);

        var heard = hear(asking, said("now?", 1), muted, NOON.plusSeconds(1));

        assertEquals(Listening.IDLE, heard.after());
    }

    private static List<String> asked(ListenPreferences wanted, List<String> said, Optional<Instant> answeredAt) {
        var questions = new ArrayList<String>();
        var listening = Listening.IDLE;
        for (var second = 0; second < said.size(); second++) {
            var now = NOON.plusSeconds(second);
            var heard = said.get(second).equals("-")
                    ? ListeningRules.pause(listening, now)
                    : ListeningRules.hear(
                            listening, new Moment(said(said.get(second), second), wanted, answeredAt, now));
            questions.addAll(heard.questions());
            listening = heard.after();
        }
        return questions;
    }

    private static Heard hear(Listening before, Segment segment, ListenPreferences wanted, Instant now) {
        return ListeningRules.hear(before, new Moment(segment, wanted, Optional.empty(), now));
    }

    private static Segment said(String text, int second) {
        return new Segment(
                Optional.empty(),
                text,
                Optional.empty(),
                true,
                Duration.ofSeconds(second),
                Duration.ofSeconds(second + 1));
    }

    private static ListenPreferences trigger() {
        return wanted(ListenMode.TRIGGER);
    }

    private static ListenPreferences wanted(ListenMode mode) {
        return new ListenPreferences(
                mode, List.of("Hey Omi"), Duration.ofSeconds(8), false, Optional.empty(), ZoneOffset.UTC, 0);
    }

    private static String last(String[] words) {
        return words[words.length - 1];
    }

    record Example(String name, List<String> said, List<String> questions) {
        @Override
        public String toString() {
            return name;
        }
    }
}
