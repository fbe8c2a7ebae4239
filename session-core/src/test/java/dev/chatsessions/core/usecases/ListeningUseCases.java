package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.reply.Reply;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.Role;
import dev.chatsessions.webhook.Diagnosis;
import dev.chatsessions.webhook.Diagnosis.Code;
import dev.chatsessions.webhook.ListenMode;
import dev.chatsessions.webhook.ListenPreferences;
import dev.chatsessions.webhook.QuietHours;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever speaks to the assistant is answered, and nobody else. */
abstract class ListeningUseCases extends HearingUseCases {

    @Test
    void a_question_behind_the_phrase_is_answered_where_it_was_asked() {
        link(ANN, NECKLACE);

        deliver(
                NECKLACE,
                said("a", "So I told her.", 0, 1),
                said("b", "Hey, Omi! Who wrote that?", 2, 4),
                said("c", "Some poet.", 5, 6));

        var thread = current(ANN).thread().id();
        var answer = answered();
        assertEquals(ScriptedAssistant.answerTo("So I told her.", "Hey, Omi! Who wrote that?"), answer.text());
        assertEquals(
                List.of("So I told her.", "Hey, Omi! Who wrote that?", answer.text(), "Some poet."),
                texts(ANN, thread));
        assertEquals(List.of(Code.ASKED), findings());
    }

    @Test
    void without_the_phrase_nothing_is_asked() {
        link(ANN, NECKLACE);

        deliver(NECKLACE, said("a", "Who wrote that?", 0, 1));

        assertNothingAsked();
        assertEquals(List.of(Code.NO_TRIGGER), findings());
    }

    @Test
    void a_phrase_over_two_calls_and_a_question_that_ends_in_silence_are_understood() {
        link(ANN, NECKLACE);

        deliver(NECKLACE, said("a", "hey", 0, 0.5));
        deliver(NECKLACE, said("b", "omi", 1, 1.5));
        assertEquals(List.of(Code.ASKING), findings());
        deliver(NECKLACE, said("c", "tell me the time", 2, 3));
        sweep();
        assertNothingAsked();
        backend.advance(Duration.ofSeconds(4));
        sweep();
        sweep();

        assertEquals(
                ScriptedAssistant.answerTo("hey", "omi", "tell me the time"),
                answered().text());
        assertEquals(
                1,
                messages(ANN, current(ANN).thread().id()).stream()
                        .filter(message -> message.role() == Role.ASSISTANT)
                        .count());
    }

    @Test
    void a_question_that_nobody_swept_is_asked_by_the_next_call() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("a", "Hey Omi tell me the time", 0, 1));
        backend.advance(Duration.ofSeconds(10));

        deliver(NECKLACE, said("b", "Lovely weather.", 11, 12));

        assertEquals(
                ScriptedAssistant.answerTo("Hey Omi tell me the time"),
                answered().text());
    }

    @Test
    void a_segment_that_comes_again_asks_nothing_again() {
        link(ANN, NECKLACE);
        var question = said("a", "Hey Omi, what is the time?", 0, 1);
        deliver(NECKLACE, question);
        answered();

        deliver(NECKLACE, question);

        assertEquals(2, texts(ANN, current(ANN).thread().id()).size());
        assertEquals(List.of(Code.DUPLICATE), findings());
    }

    @Test
    void after_an_answer_who_follows_up_needs_no_phrase_for_a_while() {
        link(ANN, NECKLACE);
        prefer(ListenMode.FOLLOWUP, false, Optional.empty());
        deliver(NECKLACE, said("a", "Hey Omi, what is the time?", 0, 1));
        answered();

        backend.advance(Duration.ofSeconds(5));
        deliver(NECKLACE, said("b", "And tomorrow?", 6, 7));
        assertEquals(List.of(Code.ASKED), findings());
        answered();
        backend.advance(Duration.ofSeconds(30));
        deliver(NECKLACE, said("c", "And then?", 40, 41));

        assertEquals(List.of(Code.NO_TRIGGER), findings());
    }

    @Test
    void who_wants_it_always_is_always_answered() {
        link(ANN, NECKLACE);
        prefer(ListenMode.ALWAYS, false, Optional.empty());

        deliver(NECKLACE, said("a", "Who wrote that?", 0, 1));

        assertEquals(ScriptedAssistant.answerTo("Who wrote that?"), answered().text());
    }

    @Test
    void who_mutes_it_is_heard_and_not_answered() {
        link(ANN, NECKLACE);
        prefer(ListenMode.ALWAYS, true, Optional.empty());

        deliver(NECKLACE, said("a", "Hey Omi, what is the time?", 0, 1));

        assertNothingAsked();
        assertEquals(List.of(Code.MUTED), findings());
        assertEquals(
                Code.MUTED, chat.webhooks().diagnosis(ANN).findings().get(0).code());
    }

    @Test
    void in_quiet_hours_nothing_is_answered_and_it_is_told_until_when() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("a", "One.", 0, 1));
        var now = LocalTime.ofInstant(current(ANN).heardAt(), ZoneId.of("UTC"));

        prefer(ListenMode.ALWAYS, false, Optional.of(new QuietHours(now.minusHours(1), now.plusHours(1))));
        deliver(NECKLACE, said("b", "Hey Omi, what is the time?", 2, 3));
        assertNothingAsked();
        assertEquals(List.of(Code.QUIET_HOURS), findings());

        prefer(ListenMode.ALWAYS, false, Optional.of(new QuietHours(now.plusHours(1), now.minusHours(1))));
        deliver(NECKLACE, said("c", "Hey Omi, what is the time now?", 4, 5));
        assertEquals(List.of(Code.ASKED), findings());
    }

    @Test
    void in_a_paused_session_nothing_is_asked() {
        link(ANN, NECKLACE);
        deliver(NECKLACE, said("a", "One.", 0, 1));
        chat.sessions().pause(ANN, current(ANN).session(), ExpectedVersion.any());

        deliver(NECKLACE, said("b", "Hey Omi, what is the time?", 2, 3));

        assertEquals(List.of(Code.PAUSED), findings());
        assertEquals(2, texts(ANN, current(ANN).thread().id()).size());
    }

    @Test
    void an_orphan_is_never_answered() {
        deliver(NECKLACE, said("a", "Hey Omi, what is the time?", 0, 1));
        link(ANN, NECKLACE);
        backend.advance(Duration.ofSeconds(20));
        sweep();

        assertNothingAsked();
        assertEquals(List.of(Code.NOT_LINKED), findings());
    }

    private void prefer(ListenMode mode, boolean muted, Optional<QuietHours> hours) {
        var usual = ListenPreferences.defaults();
        chat.webhooks()
                .prefer(
                        ANN,
                        new ListenPreferences(
                                mode, usual.phrases(), usual.followUpWindow(), muted, hours, usual.zone(), 0),
                        ExpectedVersion.any());
    }

    /** What was found about the last delivery. */
    private List<Code> findings() {
        return chat.webhooks().diagnosis(ANN).devices().get(0).deliveries().get(0).findings().stream()
                .map(Diagnosis.Finding::code)
                .toList();
    }

    private void assertNothingAsked() {
        assertEquals(
                List.of(),
                messages(ANN, current(ANN).thread().id()).stream()
                        .filter(message -> message.role() == Role.ASSISTANT)
                        .toList());
        assertEquals(List.of(), chat.replies().open(ANN, current(ANN).thread().id()));
    }

    /** The last answer of the current conversation, once nothing is left to be answered. */
    private Message answered() {
        var thread = current(ANN).thread().id();
        for (Reply open : chat.replies().open(ANN, thread)) {
            finished(ANN, open.id());
        }
        return messages(ANN, thread).stream()
                .filter(message -> message.role() == Role.ASSISTANT)
                .reduce((one, later) -> later)
                .orElseThrow(() -> new AssertionError("nothing was answered"));
    }
}
