package dev.chatsessions.core.webhook;

import dev.chatsessions.core.reply.StoredQuestions;
import dev.chatsessions.core.work.Quietly;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.reply.Replies;
import dev.chatsessions.spi.DeviceMessenger;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.Observer.DeliveryOutcome;
import java.util.concurrent.Executor;

/** The parts of the inbox, over one way of running transactions. Thread-safe. */
public final class Inbox {

    private final OrphanClaims claims;

    private final Attention attention;

    private final Receiving receiving;

    private final Concluding concluding;

    private final DeviceAnswers answers;

    private final Turns turns;

    private final Observer observer;

    private final Runnable onUse;

    /** @param onUse has everything begin that deliveries need beside the calls */
    public Inbox(
            Transactions transactions,
            IdSource ids,
            UserLogs logs,
            Replies replies,
            StoredQuestions questions,
            DeviceMessenger messenger,
            Executor executor,
            WebhookSettings settings,
            Observer observer,
            Runnable onUse) {
        var owners = new OwnersLog(logs);
        claims = new OrphanClaims(transactions, owners, settings.orphanRetention(), observer);
        answers = new DeviceAnswers(transactions, replies, messenger, executor, settings, observer);
        attention = new Attention(transactions, questions, answers, settings, observer);
        turns = new Turns(transactions, owners);
        var sessions = new DeviceSessions(ids, claims, owners);
        var conversations = new Conversations(ids, settings.silence());
        receiving = new Receiving(ids, sessions, conversations, attention, owners);
        concluding = new Concluding(ids, sessions, conversations, receiving, owners);
        this.observer = observer;
        this.onUse = onUse;
    }

    /** What is to be claimed, and by whom. */
    public OrphanClaims claims() {
        return claims;
    }

    /** Has up to {@code limit} questions asked that are whole by now, and says how many were looked at. */
    public int askDue(int limit) {
        return attention.sweep(limit);
    }

    /** Sets out to tell up to {@code limit} answers to devices, and says how many there were. */
    public int tellAnswers(int limit) {
        return answers.sweep(limit);
    }

    Receiving receiving() {
        return receiving;
    }

    Concluding concluding() {
        return concluding;
    }

    DeviceAnswers answers() {
        return answers;
    }

    Turns turns() {
        return turns;
    }

    /** A delivery was not taken in. */
    void refused() {
        Quietly.run(observer, "observer", () -> observer.delivered(DeliveryOutcome.REFUSED));
    }

    void use() {
        onUse.run();
    }
}
