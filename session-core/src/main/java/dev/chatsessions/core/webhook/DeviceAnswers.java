package dev.chatsessions.core.webhook;

import dev.chatsessions.Caller;
import dev.chatsessions.DeviceId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Replies;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.spi.DeviceAnswerStore.DeviceAnswer;
import dev.chatsessions.spi.DeviceMessenger;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.Observer.AnswerOutcome;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredReply;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.thread.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Tells devices what was answered: along the call that asked, or by the messenger. Whoever tells has claimed the answer
 * before, so that no device hears one both ways. Thread-safe.
 */
final class DeviceAnswers {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private static final Caller CALLER = new Caller.System("inbox");

    private final Transactions.Bound transactions;

    private final Replies replies;

    private final DeviceMessenger messenger;

    private final Executor executor;

    private final WebhookSettings settings;

    private final Observer observer;

    DeviceAnswers(
            Transactions transactions,
            Replies replies,
            DeviceMessenger messenger,
            Executor executor,
            WebhookSettings settings,
            Observer observer) {
        this.transactions = transactions.own();
        this.replies = replies;
        this.messenger = messenger;
        this.executor = executor;
        this.settings = settings;
        this.observer = observer;
    }

    /** Waits for the answer and claims it for the call that is open; empty when it did not come by then. */
    Optional<String> forOpenCall(ReplyId reply, Duration limit) {
        if (replies.await(CALLER, reply, limit).status() != ReplyStatus.FINISHED) {
            return Optional.empty();
        }
        return transactions.write(writing -> {
            var words = words(writing.stores(), reply)
                    .filter(any -> writing.stores().deviceAnswers().remove(reply, 0));
            words.ifPresent(any -> writing.observe(told -> told.answered(AnswerOutcome.IN_CALL)));
            return words;
        });
    }

    /** Sets out to tell up to {@code limit} answers, and says how many there were. */
    int sweep(int limit) {
        var due = transactions.glance(stores -> stores.deviceAnswers().due(stores.now(), limit));
        due.forEach(answer -> Quietly.runEach(observer, "device-answers", () -> setOut(answer)));
        return due.size();
    }

    /** Tells a device what is not worth to be told later. */
    void tellNow(DeviceId device, String words) {
        Quietly.run(observer, "device-messenger", () -> executor.execute(() -> isTold(device, words)));
    }

    private void setOut(DeviceAnswer answer) {
        transactions.write(writing -> claimed(writing, answer)).ifPresent(words -> {
            try {
                executor.execute(() -> tell(answer, words));
            } catch (RejectedExecutionException busy) {
                // Due again once the lease has run out.
                Quietly.tell(observer, "device-answers", busy);
            }
        });
    }

    /** What to tell, if it is this caller who is to tell it. */
    private Optional<String> claimed(Writing writing, DeviceAnswer answer) {
        var answers = writing.stores().deviceAnswers();
        var words = words(writing.stores(), answer.reply())
                .filter(any -> answer.tries() < settings.answerTries() && isStillTheirs(writing.stores(), answer));
        if (words.isEmpty()) {
            if (answer.tries() >= settings.answerTries()) {
                writing.observe(told -> told.answered(AnswerOutcome.GIVEN_UP));
            }
            answers.remove(answer.reply(), answer.tries());
            return Optional.empty();
        }
        var nextDue = writing.now().plus(settings.answerLease());
        return words.filter(any -> answers.claim(answer.reply(), answer.tries(), nextDue));
    }

    private void tell(DeviceAnswer answer, String words) {
        if (isTold(answer.device(), words)) {
            Quietly.run(
                    observer,
                    "device-answers",
                    () -> transactions.run(
                            writing -> writing.stores().deviceAnswers().remove(answer.reply(), answer.tries() + 1)));
        }
    }

    private boolean isTold(DeviceId device, String words) {
        try {
            messenger.answer(device, words);
            observe(AnswerOutcome.SENT);
            return true;
        } catch (Throwable failure) {
            Quietly.tell(observer, "device-messenger", failure);
            observe(AnswerOutcome.FAILED);
            return false;
        }
    }

    private void observe(AnswerOutcome outcome) {
        Quietly.run(observer, "observer", () -> observer.answered(outcome));
    }

    /** Whoever unlinked the device does not want it told any more. */
    private static boolean isStillTheirs(Stores stores, DeviceAnswer answer) {
        var owner = stores.sessions().find(ANY, answer.session()).flatMap(session -> session.owner());
        return owner.isPresent()
                && stores.deviceLinks()
                        .findLasting(answer.device())
                        .filter(link -> link.owner().equals(owner.get()))
                        .isPresent();
    }

    /** An answer that somebody can be told: whole, or as long as the model would go on. */
    private static Optional<String> words(Stores stores, ReplyId id) {
        return stores.replies()
                .find(ANY, id)
                .map(StoredReply::reply)
                .filter(reply -> reply.finishReason()
                        .filter(reason -> reason == FinishReason.COMPLETE || reason == FinishReason.LENGTH)
                        .isPresent())
                .flatMap(reply -> stores.messages().find(ANY, reply.thread(), reply.answer()))
                .map(Message::text)
                .filter(text -> !text.isBlank());
    }
}
