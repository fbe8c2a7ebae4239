package dev.chatsessions.core.webhook;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Forbidden;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.Stale;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.Text;
import dev.chatsessions.ThreadId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.core.work.PageCursors;
import dev.chatsessions.core.work.RequestKeys;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.Replies;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.spi.ConversationStore.Position;
import dev.chatsessions.spi.Observer.DeliveryOutcome;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.StoredConversation;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.webhook.Conclusion;
import dev.chatsessions.webhook.Conversation;
import dev.chatsessions.webhook.Delivery;
import dev.chatsessions.webhook.Diagnosis;
import dev.chatsessions.webhook.ListenPreferences;
import dev.chatsessions.webhook.Receipt;
import dev.chatsessions.webhook.Webhooks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes in what devices deliver, and shows it to whom it belongs. Thread-safe. */
public final class DefaultWebhooks implements Webhooks {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private final Transactions transactions;

    private final Replies replies;

    private final Inbox inbox;

    private final UserLogs logs;

    private final WebhookSettings settings;

    private final boolean alone;

    /**
     * @param alone whether each call is a transaction of its own; within a host's, which may yet be rolled back, nothing is
     *     waited for
     */
    public DefaultWebhooks(
            Transactions transactions,
            Replies replies,
            Inbox inbox,
            UserLogs logs,
            WebhookSettings settings,
            boolean alone) {
        this.transactions = transactions;
        this.replies = replies;
        this.inbox = inbox;
        this.logs = logs;
        this.settings = settings;
        this.alone = alone;
    }

    @Override
    public Receipt deliver(Caller caller, Delivery delivery, RequestKey requestKey) {
        var until = System.nanoTime() + settings.answerWait().toNanos();
        require(caller, delivery);
        inbox.use();
        var received = unlessErased(
                () -> transactions.own().write(writing -> {
                    var taken = RequestKeys.once(
                            writing,
                            caller,
                            "deliver",
                            requestKey,
                            delivery,
                            List.of(),
                            results -> Receiving.repeated(writing, delivery),
                            () -> inbox.receiving().receive(writing, delivery));
                    writing.observe(observer -> observer.delivered(outcome(taken.receipt())));
                    return taken;
                }),
                () -> new Receiving.Received(Receiving.dropped(delivery), Optional.empty()));
        var left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
        return received.asked()
                .filter(any -> alone && !left.isZero())
                .flatMap(reply -> inbox.answers().forOpenCall(reply, left))
                .map(received.receipt()::telling)
                .orElse(received.receipt());
    }

    @Override
    public Receipt conclude(Caller caller, Conclusion conclusion, RequestKey requestKey) {
        require(caller, conclusion.delivery());
        Limits.name("id", conclusion.id(), 200);
        Limits.name("title", conclusion.title(), 200);
        inbox.use();
        return unlessErased(
                () -> transactions.own().write(writing -> {
                    var receipt = RequestKeys.once(
                            writing,
                            caller,
                            "conclude",
                            requestKey,
                            conclusion,
                            List.of(),
                            results -> Receiving.repeated(writing, conclusion.delivery())
                                    .receipt(),
                            () -> inbox.concluding().conclude(writing, conclusion));
                    writing.observe(observer -> observer.delivered(outcome(receipt)));
                    return receipt;
                }),
                () -> Receiving.dropped(conclusion.delivery()));
    }

    /** Whoever delivers cannot know that the user is gone: it goes nowhere, and leaves nothing. */
    private <T> T unlessErased(Supplier<T> taken, Supplier<T> dropped) {
        try {
            return taken.get();
        } catch (ChatSessionsException refused) {
            inbox.refused();
            if (!refused.code().equals(UserLogs.ERASED)) {
                throw refused;
            }
            return dropped.get();
        }
    }

    private static DeliveryOutcome outcome(Receipt receipt) {
        if (receipt.accepted() > 0) {
            return receipt.linked() ? DeliveryOutcome.ACCEPTED : DeliveryOutcome.WAITING;
        }
        if (receipt.repeated() > 0) {
            return DeliveryOutcome.REPEATED;
        }
        return receipt.skipped() > 0 ? DeliveryOutcome.SKIPPED : DeliveryOutcome.EMPTY;
    }

    private static void require(Caller caller, Delivery delivery) {
        if (!(caller instanceof Caller.Device device) || !device.id().equals(delivery.origin())) {
            throw new Forbidden("only the device itself may deliver what it heard");
        }
        Limits.name("session_id", delivery.session(), 200);
    }

    @Override
    public Page<Conversation> conversations(Caller caller, PageRequest page) {
        var owner = Access.ownerOf(caller, Permission.READ);
        var list = "conversations of " + owner;
        var after = PageCursors.place(page, list, DefaultWebhooks::position);
        return transactions.read(owner, stores -> {
            var found = stores.conversations().list(owner, after, page.limit() + 1);
            return PageCursors.page(
                    found,
                    page,
                    list,
                    stored -> stored.startedAt() + "|" + stored.thread(),
                    stored -> shown(stores, stored));
        });
    }

    @Override
    public Optional<Conversation> current(Caller caller) {
        var owner = Access.ownerOf(caller, Permission.READ);
        return transactions.read(
                owner, stores -> stores.conversations().current(owner).map(stored -> shown(stores, stored)));
    }

    @Override
    public Conversation find(Caller caller, ThreadId thread) {
        var access = Access.toSee(caller);
        return transactions.read(access, stores -> shown(stores, found(stores, access, thread)));
    }

    @Override
    public Reply ask(Caller caller, ThreadId thread, Question question, RequestKey requestKey) {
        var owner = Access.ownerOf(caller, Permission.WRITE);
        var access = Access.toWrite(caller);
        transactions.glance(access, stores -> found(stores, access, thread));
        var reply = replies.ask(caller, thread, question, requestKey);
        inbox.turns().to(owner, access, thread);
        return reply;
    }

    @Override
    public ListenPreferences preferences(Caller caller) {
        var user = Access.ownerOf(caller, Permission.READ);
        return transactions.glance(
                user, stores -> stores.preferences().find(user).orElseGet(ListenPreferences::defaults));
    }

    @Override
    public ListenPreferences prefer(Caller caller, ListenPreferences wanted, ExpectedVersion expected) {
        var user = Access.ownerOf(caller, Permission.WRITE);
        if (!wanted.phrases().stream().allMatch(Text::isStorable)) {
            throw new Invalid("phrases", "must not hold U+0000 or half of a surrogate pair");
        }
        return transactions.write(user, writing -> {
            var preferences = writing.stores().preferences();
            var before = preferences.find(user).orElseGet(ListenPreferences::defaults);
            var next = wanted.atVersion(before.version() + 1);
            if (expected.matches(before.version())
                    && wanted.atVersion(before.version()).equals(before)) {
                return before;
            }
            if (!expected.matches(before.version()) || !preferences.put(user, next, before.version())) {
                throw new Stale("your preferences are at version " + before.version() + "; read them again");
            }
            logs.lock(writing, user);
            return next;
        });
    }

    @Override
    public Diagnosis diagnosis(Caller caller) {
        var user = Access.ownerOf(caller, Permission.READ);
        return transactions.read(user, stores -> Diagnosing.of(stores, user));
    }

    private static StoredConversation found(Stores stores, SessionAccess access, ThreadId thread) {
        return stores.conversations()
                .find(access, thread)
                .orElseThrow(() -> stores.threads().find(access, thread).isPresent()
                        ? new NotFound("there is no conversation " + thread)
                        : Access.missing(stores, access, thread));
    }

    private Conversation shown(Stores stores, StoredConversation stored) {
        var now = stores.now();
        var ended = stored.endedAt()
                .or(() -> Optional.of(stored.heardAt())
                        .filter(heardAt -> Conversations.isOver(heardAt, now, settings.silence())));
        return new Conversation(
                stores.threads().find(ANY, stored.thread()).orElseThrow(),
                stored.origin(),
                stored.startedAt(),
                stored.heardAt(),
                ended);
    }

    private static Position position(String place) {
        var parts = place.split("\\|", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("not a place in a list of conversations");
        }
        return new Position(Instant.parse(parts[0]), ThreadId.parse(parts[1]));
    }
}
