package dev.chatsessions.adapter.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.BudgetExceeded;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.Cursor;
import dev.chatsessions.DeviceId;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.MachineId;
import dev.chatsessions.Provider;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.WorkerId;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.adapter.inmemory.MovableClock;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.core.Settings;
import dev.chatsessions.core.webhook.WebhookSettings;
import dev.chatsessions.link.LinkCode;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Gap;
import dev.chatsessions.live.Listener;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.live.StreamEnd;
import dev.chatsessions.live.Subscription;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.ReplyTicket;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.spi.Assistant;
import dev.chatsessions.spi.DeviceMessenger;
import dev.chatsessions.spi.Observer.AnswerOutcome;
import dev.chatsessions.spi.Observer.DeliveryOutcome;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import dev.chatsessions.webhook.Conclusion;
import dev.chatsessions.webhook.Delivery;
import dev.chatsessions.webhook.Proof;
import dev.chatsessions.webhook.Segment;
import dev.chatsessions.worker.WorkerApplication;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody calls the observer here but the product itself. */
class SessionMetricsTest {

    private static final Caller.User ANN = Caller.user("ann");

    private static final Caller.Admin ADMIN = Caller.admin("operator");

    private static final Caller.Worker ROBOT = new Caller.Worker(new WorkerId("robot"));

    private static final DeviceId NECKLACE = new DeviceId(new Provider("omi"), "necklace");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final SessionMetrics counting = metrics(registry);

    private final MovableClock clock = MovableClock.startingAt(Instant.parse("2026-01-01T00:00:00Z"));

    private final InMemoryStorage storage =
            InMemoryStorage.builder().clock(clock).build();

    private final List<SessionCore> opened = new ArrayList<>();

    private Assistant assistant = (turn, sink) -> {
        sink.text("Lisbon.");
        sink.consumed(TokenCount.measured("model", 7, 3));
    };

    private boolean deaf;

    private SessionCore chat;

    private static SessionMetrics metrics(MeterRegistry registry) {
        return SessionMetrics.of(registry);
    }

    @BeforeEach
    void open_a_node_that_counts() {
        chat = node(SessionCore.builder().observer(counting), Duration.ZERO);
    }

    @AfterEach
    void close_the_nodes() {
        opened.forEach(SessionCore::close);
    }

    /** What it begins is done when the call is. */
    private SessionCore node(SessionCore.Builder builder, Duration answerWait) {
        var settings =
                Settings.defaults().withWebhooks(WebhookSettings.defaults().withAnswerWait(answerWait));
        var node = builder.storage(storage)
                .assistant((turn, sink) -> assistant.answer(turn, sink))
                .messenger(new Necklace())
                .linkCodesShown(true)
                .settings(settings)
                .executor(Runnable::run)
                .housekeeping(Housekeeping.external())
                .build();
        opened.add(node);
        return node;
    }

    @Test
    void commits_are_counted_by_the_kind_of_log() {
        var before = count("appends", "log", "session");
        var thread = thread();
        assertEquals(2, count("appends", "log", "session") - before);
        assertEquals(1, count("appends", "log", "user"));

        chat.threads().append(ANN, thread, List.of(NewMessage.user("Where to?")), RequestKey.none());

        assertEquals(3, count("appends", "log", "session") - before);
        assertEquals(0, count("appends", "log", "worker"));
    }

    @Test
    void an_answer_is_asked_for_waited_for_finished_and_counted() {
        answered(thread());

        assertEquals(1, count("replies.asked"));
        assertEquals(1, registry.get("chat.sessions.reply.wait").timer().count());
        assertEquals(1, count("replies.finished", "reason", "complete"));
        assertEquals(0, count("replies.finished", "reason", "expired"));
        assertEquals(7, count("tokens.spent", "kind", "input"));
        assertEquals(3, count("tokens.spent", "kind", "output"));
    }

    @Test
    void an_assistant_that_fails_is_counted_as_that() {
        assistant = (turn, sink) -> {
            throw new IllegalStateException("no model");
        };

        answered(thread());

        assertEquals(1, count("replies.finished", "reason", "failed"));
        assertEquals(1, count("failures", "part", "assistant"));
    }

    /** What another node wrote without a word is told at the next look, by the storage's clock so much later. */
    @Test
    void the_lag_is_from_the_commit_until_whoever_follows_here_was_told() {
        var thread = thread();
        var silent = node(SessionCore.builder(), Duration.ZERO);
        var subscription = following(thread, new StartAt.Head());
        assertEquals(0, lag().count());

        silent.threads().append(ANN, thread, List.of(NewMessage.user("Where to?")), RequestKey.none());
        clock.advance(Duration.ofSeconds(5));
        chat.housekeeping().runOnce();

        await(() -> lag().count() == 1, "the lag to be told");
        assertEquals(5, lag().totalTime(TimeUnit.SECONDS));
        assertEquals(1, registry.get("chat.sessions.subscribers").gauge().value());
        subscription.close();
        chat.housekeeping().runOnce();
        assertEquals(0, registry.get("chat.sessions.subscribers").gauge().value());
    }

    @Test
    void whoever_catches_up_on_what_is_old_does_not_lag() {
        var thread = thread();
        answered(thread);
        clock.advance(Duration.ofHours(1));

        var subscription = following(thread, new StartAt.Earliest());
        chat.threads().append(ANN, thread, List.of(NewMessage.user("And then?")), RequestKey.none());

        await(() -> lag().count() == 1, "the lag to be told");
        assertEquals(0, lag().totalTime(TimeUnit.SECONDS));
        subscription.close();
    }

    @Test
    void what_is_written_in_pieces_here_is_told_with_a_lag_too() {
        var thread = robotsThread();
        var held = claimed(thread);
        var subscription = following(thread, new StartAt.Head());

        chat.replies().append(ROBOT, held.reply().id(), held.fence(), TextOffset.START, "Lis");

        await(() -> lag().count() == 1, "the lag to be told");
        subscription.close();
    }

    @Test
    void a_place_that_cannot_be_gone_on_from_is_a_gap() {
        var thread = new Feed.OfThread(thread());

        chat.live().replay(ANN, thread, new StartAt.Unreadable(), 10);
        chat.live()
                .subscribe(ANN, thread, new StartAt.Unreadable(), new Heard())
                .close();

        assertEquals(2, count("gaps", "reason", "malformed"));
        assertEquals(0, count("gaps", "reason", "epoch"));
    }

    @Test
    void a_worker_that_is_lost_loses_its_lease_and_another_try_is_a_retry() {
        var held = claimed(robotsThread());
        clock.advance(Duration.ofMinutes(1));
        chat.housekeeping().runOnce();

        assertEquals(1, count("leases.lost"));
        assertEquals(1, chat.replies().claim(ROBOT, 10).size());
        assertEquals(1, count("reply.retries"));
        assertEquals(1, registry.get("chat.sessions.reply.wait").timer().count());

        assertThrows(
                Conflict.class,
                () -> chat.replies().append(ROBOT, held.reply().id(), held.fence(), TextOffset.START, "Lis"));
        assertEquals(1, count("refusals", "code", "lease-lost"));
    }

    @Test
    void a_budget_is_set_aside_counted_and_refused() {
        var thread = thread();
        chat.usage()
                .put(
                        ADMIN,
                        new Budget(
                                Optional.of(ANN.id()), Optional.empty(), BudgetPeriod.MONTH, ZoneOffset.UTC, 15, 10));

        answered(thread);
        assertThrows(BudgetExceeded.class, () -> answered(thread));

        assertEquals(10, count("tokens.reserved"));
        assertEquals(1, count("refusals", "code", "quota-exceeded"));
        assertEquals(1, count("replies.asked"));
    }

    @Test
    void a_call_that_is_repeated_is_counted_and_does_nothing() {
        var thread = thread();
        var key = RequestKey.of("once");
        chat.replies().ask(ANN, thread, Question.of("Where to?"), key);

        chat.replies().ask(ANN, thread, Question.of("Where to?"), key);

        assertEquals(1, count("requests.repeated"));
        assertEquals(1, count("replies.asked"));
    }

    @Test
    void deliveries_are_counted_by_what_became_of_them() {
        delivered(said("a", "Good morning."));
        assertEquals(1, outcome(DeliveryOutcome.WAITING));
        link();
        delivered(said("b", "Good evening."));
        delivered(said("b", "Good evening."));
        delivered();
        var skipped = new Delivery(NECKLACE.provider(), Optional.of(NECKLACE), "necklace", List.of(), 2);
        chat.webhooks().deliver(new Caller.Device(NECKLACE), skipped, RequestKey.none());
        var conclusion =
                new Conclusion("memory", Optional.empty(), Optional.empty(), delivery(said("c", "Good night.")));
        chat.webhooks().conclude(new Caller.Device(NECKLACE), conclusion, RequestKey.none());
        assertThrows(
                Unauthenticated.class,
                () -> chat.webhookSecrets().authenticate(NECKLACE, new Proof.Path("guessed"), new byte[0]));
        chat.erasures().erase(ADMIN, ANN.id());
        chat.housekeeping().runOnce();
        delivered(said("d", "Goodbye."));

        assertEquals(2, outcome(DeliveryOutcome.ACCEPTED));
        assertEquals(1, outcome(DeliveryOutcome.REPEATED));
        assertEquals(1, outcome(DeliveryOutcome.SKIPPED));
        assertEquals(1, outcome(DeliveryOutcome.EMPTY));
        assertEquals(1, outcome(DeliveryOutcome.UNPROVEN));
        assertEquals(1, outcome(DeliveryOutcome.REFUSED));
    }

    @Test
    void answers_to_devices_are_counted_by_how_they_were_told() {
        link();
        deaf = true;
        delivered(said("q", "Hey Omi, where to?"));
        for (var tries = 0; tries < 4; tries++) {
            clock.advance(Duration.ofSeconds(40));
            chat.housekeeping().runOnce();
        }
        assertEquals(3, outcome(AnswerOutcome.FAILED));
        assertEquals(1, outcome(AnswerOutcome.GIVEN_UP));

        deaf = false;
        delivered(said("r", "Hey Omi, and then?"));
        clock.advance(Duration.ofSeconds(40));
        chat.housekeeping().runOnce();

        assertEquals(1, outcome(AnswerOutcome.SENT));
        assertEquals(0, outcome(AnswerOutcome.IN_CALL));
    }

    @Test
    void an_answer_in_the_call_is_counted_as_that() {
        chat = node(SessionCore.builder().observer(counting), Duration.ofMillis(400));
        link();
        delivered(said("q", "Hey Omi, where to?"));

        assertEquals(1, outcome(AnswerOutcome.IN_CALL));
    }

    @Test
    void a_round_of_housekeeping_tells_how_long_each_sweep_took_and_what_it_found() {
        claimed(robotsThread());
        clock.advance(Duration.ofMinutes(1));

        chat.housekeeping().runOnce();

        assertEquals(
                1,
                registry.get("chat.sessions.housekeeping")
                        .tag("sweep", "leases")
                        .timer()
                        .count());
        assertEquals(1, count("housekeeping.found", "sweep", "leases"));
        assertEquals(0, count("housekeeping.found", "sweep", "tokens"));
    }

    @Test
    void no_meter_names_anybody() {
        answered(thread());
        claimed(robotsThread());
        link();
        delivered(said("q", "Hey Omi, where to?"));
        chat.housekeeping().runOnce();

        var named = registry.getMeters().stream()
                .map(Meter::getId)
                .map(Object::toString)
                .toList();

        for (var name : List.of("ann", "robot", "necklace", "operator")) {
            assertTrue(named.stream().noneMatch(id -> id.contains(name)), named::toString);
        }
        assertTrue(named.stream().noneMatch(id -> id.matches(".*[0-9a-f]{8}-[0-9a-f]{4}.*")), named::toString);
    }

    @Test
    void every_word_that_is_known_is_there_before_it_happens() {
        for (var reason : FinishReason.values()) {
            assertEquals(0, count("replies.finished", "reason", Meters.word(reason)));
        }
        for (var outcome : DeliveryOutcome.values()) {
            assertEquals(0, outcome(outcome));
        }
        assertEquals(0, count("refusals", "code", "storage-unavailable"));
        assertEquals(0, count("storage.retries", "reason", "deadlock"));
    }

    private ThreadId thread() {
        var session = chat.sessions().start(ANN, SessionStart.of(SessionKind.CHAT), RequestKey.none());
        return chat.threads()
                .start(ANN, session.id(), ThreadStart.unnamed(), RequestKey.none())
                .id();
    }

    private ThreadId robotsThread() {
        var application = new WorkerApplication(ROBOT.id(), new MachineId("machine"), "A robot", 64);
        chat.workers()
                .approve(
                        ANN,
                        chat.workers().register(application, Optional.empty()).userCode(),
                        Optional.empty());
        var start = new SessionStart(
                SessionKind.WORKER, Optional.empty(), Optional.empty(), new Answerer.Worker(ROBOT.id()));
        var session = chat.sessions().start(ANN, start, RequestKey.none());
        return chat.threads()
                .start(ANN, session.id(), ThreadStart.unnamed(), RequestKey.none())
                .id();
    }

    private ReplyTicket claimed(ThreadId thread) {
        chat.replies().ask(ANN, thread, Question.of("What do you see?"), RequestKey.none());
        return chat.replies().claim(ROBOT, 1).get(0);
    }

    /** Who has heard where the log ends, and what was before. */
    private Subscription following(ThreadId thread, StartAt start) {
        var heard = new Heard();
        var subscription = chat.live().subscribe(ANN, new Feed.OfThread(thread), start, heard);
        await(() -> heard.greeted, "the first word");
        assertTrue(subscription.awaitCaughtUp(Duration.ofSeconds(30)));
        return subscription;
    }

    private void answered(ThreadId thread) {
        var reply = chat.replies().ask(ANN, thread, Question.of("Where to?"), RequestKey.none());
        chat.replies().await(ANN, reply.id(), Duration.ofSeconds(30));
    }

    private void link() {
        var code = chat.links().start(ANN, NECKLACE, Optional.empty()).shown().orElseThrow();
        chat.links().confirm(ANN, NECKLACE, code.digits(), Optional.empty());
    }

    private void delivered(Segment... segments) {
        chat.webhooks().deliver(new Caller.Device(NECKLACE), delivery(segments), RequestKey.none());
    }

    private static Delivery delivery(Segment... segments) {
        return new Delivery(NECKLACE.provider(), Optional.of(NECKLACE), NECKLACE.uid(), List.of(segments), 0);
    }

    private static Segment said(String id, String text) {
        return new Segment(
                Optional.of(id), text, Optional.of("SPEAKER_00"), true, Duration.ZERO, Duration.ofSeconds(2));
    }

    private Timer lag() {
        return registry.get("chat.sessions.log.lag").timer();
    }

    private static void await(BooleanSupplier done, String what) {
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() < until, () -> "waited for " + what);
            Thread.onSpinWait();
        }
    }

    private double outcome(Enum<?> outcome) {
        return count(
                outcome instanceof DeliveryOutcome ? "webhook.deliveries" : "webhook.answers",
                "outcome",
                Meters.word(outcome));
    }

    private double count(String name) {
        return registry.get("chat.sessions." + name).counter().count();
    }

    private double count(String name, String tag, String value) {
        return registry.get("chat.sessions." + name).tag(tag, value).counter().count();
    }

    /** Hears nothing while it is deaf. */
    private final class Necklace implements DeviceMessenger {

        @Override
        public void code(DeviceId device, LinkCode code, Instant expiresAt) {}

        @Override
        public void answer(DeviceId device, String text) {
            if (deaf) {
                throw new IllegalStateException("the device does not listen");
            }
        }
    }

    private static final class Heard implements Listener {

        private volatile boolean greeted;

        @Override
        public void hello(Cursor head) {
            greeted = true;
        }

        @Override
        public void events(List<LiveEvent> events, Cursor through) {}

        @Override
        public void gap(Gap gap) {}

        @Override
        public void ended(StreamEnd end) {}
    }
}
