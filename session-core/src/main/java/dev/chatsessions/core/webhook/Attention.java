package dev.chatsessions.core.webhook;

import dev.chatsessions.DeviceId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.core.reply.StoredQuestions;
import dev.chatsessions.core.webhook.Heard.Verdict;
import dev.chatsessions.core.webhook.ListeningRules.Moment;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.session.SessionStatus;
import dev.chatsessions.spi.ConversationStore.Candidate;
import dev.chatsessions.spi.DeviceAnswerStore.DeviceAnswer;
import dev.chatsessions.spi.LockedSession;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.thread.Message;
import dev.chatsessions.webhook.Diagnosis.Code;
import dev.chatsessions.webhook.ListenMode;
import dev.chatsessions.webhook.ListenPreferences;
import dev.chatsessions.webhook.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Listens to what devices hear, and has the assistant asked what it was asked. Thread-safe. */
final class Attention {

    private static final SessionAccess ANY = new SessionAccess.Any();

    /** For whoever claims the answer for an open call to be there before whoever sends it. */
    private static final Duration AFTER_CALL = Duration.ofMillis(500);

    private final Transactions.Bound transactions;

    private final StoredQuestions questions;

    private final DeviceAnswers answers;

    private final WebhookSettings settings;

    private final Observer observer;

    Attention(
            Transactions transactions,
            StoredQuestions questions,
            DeviceAnswers answers,
            WebhookSettings settings,
            Observer observer) {
        this.transactions = transactions.own();
        this.questions = questions;
        this.answers = answers;
        this.settings = settings;
        this.observer = observer;
    }

    /** What was said, and the message that tells it. */
    record Said(Segment segment, Message message) {}

    /**
     * What came of listening.
     *
     * @param asked the reply to the last question that is whole
     */
    record Outcome(Finding finding, Optional<ReplyId> asked) {
        static Outcome of(Code code) {
            return new Outcome(Finding.of(code), Optional.empty());
        }
    }

    /** Listens to what is new in a conversation of somebody's, in the order in which it was said. */
    Outcome listen(Writing writing, Transcription in, List<Said> said, DeviceId device, ListenPreferences wanted) {
        if (in.session().status() == SessionStatus.PAUSED) {
            in.become(in.conversation().listened(Heed.NONE.written(), Optional.empty()));
            return Outcome.of(Code.PAUSED);
        }
        var outcome = Outcome.of(Code.NO_TRIGGER);
        for (var each : said) {
            outcome = stronger(outcome, hear(writing, in, each, device, wanted));
        }
        return outcome;
    }

    private Outcome hear(Writing writing, Transcription in, Said said, DeviceId device, ListenPreferences wanted) {
        var overdue = pause(writing, in);
        var before = Heed.read(in.conversation().listening());
        var moment = new Moment(said.segment(), wanted, answeredAt(writing, in, wanted), writing.now());
        var heard = ListeningRules.hear(before.listening(), moment);
        var last = heard.after()
                .question()
                .map(open -> new Heed.Heard(said.message().id(), device));
        keep(in, new Heed(heard.after(), last));
        var outcome = heard.questions().isEmpty()
                ? new Outcome(finding(heard.verdict(), wanted, writing.now()), Optional.empty())
                : ask(writing, in, said.message(), device);
        return overdue.map(earlier -> stronger(earlier, outcome)).orElse(outcome);
    }

    /** Has a question asked that nobody went on with. */
    private Optional<Outcome> pause(Writing writing, Transcription in) {
        var before = Heed.read(in.conversation().listening());
        var paused = ListeningRules.pause(before.listening(), writing.now());
        if (paused.after().equals(before.listening())) {
            return Optional.empty();
        }
        keep(in, new Heed(paused.after(), Optional.empty()));
        return before.heard()
                .filter(any -> !paused.questions().isEmpty())
                .flatMap(last -> writing.stores()
                        .messages()
                        .find(ANY, in.thread().id(), last.message())
                        .map(message -> ask(writing, in, message, last.device())));
    }

    private Outcome ask(Writing writing, Transcription in, Message message, DeviceId device) {
        var answerAt = in.free(SegmentRules.answerPlace(message.position()));
        var outcome = questions.ask(writing, in.session(), in.thread(), message, answerAt);
        if (outcome instanceof StoredQuestions.OverBudget refused) {
            return new Outcome(new Finding(Code.OVER_BUDGET, Optional.of(refused.renewedAt())), Optional.empty());
        }
        if (!(outcome instanceof StoredQuestions.Asked asked)) {
            return Outcome.of(Code.BUSY);
        }
        var reply = asked.reply();
        in.become(asked.thread());
        in.become(in.conversation().asking(reply));
        var dueAt = writing.now().plus(settings.answerWait()).plus(AFTER_CALL);
        writing.stores()
                .deviceAnswers()
                .insert(new DeviceAnswer(reply, in.session().id(), device, 0, dueAt));
        return new Outcome(Finding.of(Code.ASKED), Optional.of(reply));
    }

    private static void keep(Transcription in, Heed heed) {
        in.become(in.conversation().listened(heed.written(), heed.due()));
    }

    private static Optional<Instant> answeredAt(Writing writing, Transcription in, ListenPreferences wanted) {
        return wanted.mode() == ListenMode.FOLLOWUP
                ? in.conversation()
                        .asked()
                        .flatMap(reply -> writing.stores().replies().find(ANY, reply))
                        .map(StoredReply::reply)
                        .flatMap(Reply::finishedAt)
                : Optional.empty();
    }

    private static Finding finding(Verdict verdict, ListenPreferences wanted, Instant now) {
        return switch (verdict) {
            case ASKED -> Finding.of(Code.ASKED);
            case ASKING -> Finding.of(Code.ASKING);
            case NO_TRIGGER -> Finding.of(Code.NO_TRIGGER);
            case MUTED -> Finding.of(Code.MUTED);
            case QUIET_HOURS ->
                new Finding(Code.QUIET_HOURS, wanted.quietHours().flatMap(hours -> hours.endAfter(now, wanted.zone())));
        };
    }

    /** The one that says more: any is better than that nothing was heard, and a later question than an earlier. */
    private static Outcome stronger(Outcome earlier, Outcome later) {
        return later.asked().isPresent()
                        || (earlier.asked().isEmpty() && later.finding().code() != Code.NO_TRIGGER)
                ? later
                : earlier;
    }

    /** Has up to {@code limit} questions asked that are whole by now, and says how many conversations were looked at. */
    int sweep(int limit) {
        var due = transactions.glance(stores -> stores.conversations().due(stores.now(), limit));
        due.forEach(candidate -> Quietly.runEach(observer, "device-questions", () -> settle(candidate)));
        return due.size();
    }

    private void settle(Candidate candidate) {
        transactions.run(writing -> {
            var session = writing.stores()
                    .sessions()
                    .tryLock(ANY, candidate.session())
                    .map(LockedSession::session);
            var conversation = writing.stores().conversations().find(ANY, candidate.thread());
            var thread = writing.stores().threads().find(ANY, candidate.thread());
            if (session.isPresent() && conversation.isPresent() && thread.isPresent()) {
                var in = Conversations.of(writing, session.get(), conversation.get(), thread.get());
                if (session.get().status() == SessionStatus.ACTIVE) {
                    var device =
                            Heed.read(in.conversation().listening()).heard().map(Heed.Heard::device);
                    pause(writing, in)
                            .flatMap(outcome -> Refusals.spoken(writing, session.get(), outcome.finding()))
                            .ifPresent(words -> writing.afterwards(() -> answers.tellNow(device.orElseThrow(), words)));
                } else {
                    keep(in, Heed.NONE);
                }
                in.save(session.get().owner());
            }
        });
    }
}
