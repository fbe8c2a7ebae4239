package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Stale;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Replay;
import dev.chatsessions.live.Snapshot;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.reply.Question;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.webhook.Conversation;
import dev.chatsessions.webhook.Delivery;
import dev.chatsessions.webhook.Diagnosis;
import dev.chatsessions.webhook.Diagnosis.Code;
import dev.chatsessions.webhook.ListenMode;
import dev.chatsessions.webhook.ListenPreferences;
import dev.chatsessions.webhook.QuietHours;
import dev.chatsessions.webhook.WebhookEvent.CurrentChanged;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a user sees of his devices: conversations, the current one, his preferences, and why things are as they are. */
abstract class InboxUseCases extends HearingUseCases {

    @Test
    void conversations_are_listed_latest_first_in_pages_that_lose_none() {
        link(ANN, NECKLACE);
        var begun = IntStream.range(0, 7).mapToObj(this::beginAnother).toList();

        var seen = new ArrayList<ThreadId>();
        var page = chat.webhooks().conversations(ANN, PageRequest.first(3));
        seen.addAll(ids(page.items()));
        while (page.next().isPresent()) {
            page = chat.webhooks()
                    .conversations(ANN, PageRequest.after(page.next().get(), 3));
            seen.addAll(ids(page.items()));
        }

        var latestFirst = new ArrayList<>(begun);
        Collections.reverse(latestFirst);
        assertEquals(latestFirst, seen);
        var cursor =
                chat.webhooks().conversations(ANN, PageRequest.first(3)).next().orElseThrow();
        assertThrows(Invalid.class, () -> chat.webhooks().conversations(BOB, PageRequest.after(cursor, 3)));
    }

    @Test
    void the_current_conversation_is_the_last_begun_or_the_one_that_its_user_wrote_in_since() {
        link(ANN, NECKLACE);
        var first = beginAnother(0);
        var second = beginAnother(1);
        assertEquals(second, current(ANN).thread().id());

        backend.advance(Duration.ofSeconds(1));
        var reply = chat.webhooks().ask(ANN, first, Question.of("Where were we?"), RequestKey.of("q"));
        assertEquals(
                reply.id(),
                chat.webhooks()
                        .ask(ANN, first, Question.of("Where were we?"), RequestKey.of("q"))
                        .id());
        finished(ANN, reply.id());

        assertEquals(first, current(ANN).thread().id());
        assertEquals(List.of(first, second, first), changes());
        backend.advance(Duration.ofSeconds(1));
        var third = beginAnother(2);
        assertEquals(third, current(ANN).thread().id());
    }

    @Test
    void who_missed_something_of_a_users_log_is_told_the_current_conversation() {
        assertEquals(Optional.empty(), missed().current());
        link(ANN, NECKLACE);
        beginAnother(0);
        beginAnother(1);

        assertEquals(Optional.of(current(ANN).thread()), missed().current());
    }

    private Snapshot.OfUser missed() {
        var start = new StartAt.Unreadable();
        var missed = (Replay.Missed) chat.live().replay(ANN, new Feed.OfUser(ANN.id()), start, 1);
        return (Snapshot.OfUser) missed.gap().snapshot();
    }

    @Test
    void a_delivery_into_an_older_conversation_does_not_make_it_current() {
        link(ANN, NECKLACE);
        link(ANN, GLASSES);
        deliver(NECKLACE, said("a", "One.", 0, 1));
        backend.advance(Duration.ofSeconds(1));
        deliver(GLASSES, said("a", "Uno.", 0, 1));
        var current = current(ANN).thread().id();

        deliver(NECKLACE, said("b", "Two.", 2, 3));

        assertEquals(current, current(ANN).thread().id());
        assertEquals(2, changes().size());
    }

    @Test
    void a_thread_that_is_no_conversation_is_not_found() {
        var thread = thread(ANN);

        refused(NotFound.class, "not-found", () -> chat.webhooks().find(ANN, thread));
        refused(
                NotFound.class,
                "not-found",
                () -> chat.webhooks().ask(ANN, thread, Question.of("Hello?"), RequestKey.none()));
    }

    @Test
    void preferences_are_the_usual_ones_until_they_are_changed_at_the_version_that_was_read() {
        assertEquals(ListenPreferences.defaults(), chat.webhooks().preferences(ANN));
        var wanted = new ListenPreferences(
                ListenMode.FOLLOWUP,
                List.of("H\u00e9 Omi", "\ud83d\udc8e listen"),
                Duration.ofSeconds(20),
                true,
                Optional.of(new QuietHours(LocalTime.of(22, 30), LocalTime.of(7, 0))),
                ZoneId.of("Europe/Vienna"),
                0);

        var first = chat.webhooks().prefer(ANN, wanted, ExpectedVersion.of(0));
        assertEquals(wanted.atVersion(1), first);
        assertEquals(first, chat.webhooks().preferences(ANN));
        refused(Stale.class, "stale-version", () -> chat.webhooks().prefer(ANN, wanted, ExpectedVersion.of(0)));
        assertEquals(
                1, chat.webhooks().prefer(ANN, wanted, ExpectedVersion.any()).version());
        assertEquals(ListenPreferences.defaults(), chat.webhooks().preferences(BOB));
    }

    @Test
    void a_diagnosis_tells_of_the_last_ten_deliveries_and_of_none_of_another_owners() {
        assertEquals(
                List.of(Code.NO_DEVICE_LINKED),
                codes(chat.webhooks().diagnosis(ANN).findings()));
        link(BOB, NECKLACE);
        deliver(NECKLACE, said("x", "Of Bob.", 0, 1));
        chat.links().unlink(BOB, NECKLACE);
        link(ANN, NECKLACE);
        assertEquals(
                List.of(Code.NOTHING_ARRIVED),
                codes(chat.webhooks().diagnosis(ANN).devices().get(0).findings()));

        for (var number = 0; number < 12; number++) {
            deliver(NECKLACE, said("" + number, "Number " + number + ".", number, number + 1));
        }
        deliver(
                new Delivery(
                        NECKLACE.provider(),
                        Optional.empty(),
                        NECKLACE.uid(),
                        List.of(said("0", "Number 0.", 0, 1)),
                        2),
                RequestKey.none());

        var device = chat.webhooks().diagnosis(ANN).devices().get(0);
        assertEquals(NECKLACE, device.link().device());
        assertEquals(10, device.deliveries().size());
        var last = device.deliveries().get(0);
        assertEquals(List.of(Code.NO_UID, Code.SKIPPED, Code.DUPLICATE), codes(last.findings()));
        assertEquals(0, last.accepted());
        assertEquals(1, last.repeated());
        assertEquals(2, last.skipped());
        assertTrue(
                last.findings().stream().allMatch(finding -> finding.sentence().endsWith(".")));
        assertEquals(List.of(Code.NO_TRIGGER), codes(device.deliveries().get(1).findings()));
    }

    private ThreadId beginAnother(int number) {
        backend.advance(SILENCE.plusSeconds(1));
        deliver(NECKLACE, said("a" + number, "Number " + number + ".", 0, 1));
        return current(ANN).thread().id();
    }

    private List<ThreadId> changes() {
        return logOf(ANN).stream()
                .filter(event -> event instanceof CurrentChanged)
                .map(event -> ((CurrentChanged) event).thread())
                .toList();
    }

    private static List<ThreadId> ids(List<Conversation> conversations) {
        return conversations.stream().map(each -> each.thread().id()).toList();
    }

    private static List<Code> codes(List<Diagnosis.Finding> findings) {
        return findings.stream().map(Diagnosis.Finding::code).toList();
    }
}
