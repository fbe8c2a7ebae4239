package dev.chatsessions.core.webhook;

import dev.chatsessions.MessageId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.core.session.Activity;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.session.Session;
import dev.chatsessions.spi.ConversationStore.Hearing;
import dev.chatsessions.spi.DeliveryStore.StoredDelivery;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.webhook.Delivery;
import dev.chatsessions.webhook.Diagnosis.Code;
import dev.chatsessions.webhook.ListenPreferences;
import dev.chatsessions.webhook.Receipt;
import dev.chatsessions.webhook.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes a delivery in, in one transaction whose cost grows with the delivery alone. Thread-safe. */
final class Receiving {

    /** Of one device. */
    static final int REMEMBERED = 10;

    private final IdSource ids;

    private final DeviceSessions sessions;

    private final Conversations conversations;

    private final Latecomers latecomers;

    private final Attention attention;

    private final OwnersLog owners;

    Receiving(
            IdSource ids, DeviceSessions sessions, Conversations conversations, Attention attention, OwnersLog owners) {
        this.ids = ids;
        this.sessions = sessions;
        this.conversations = conversations;
        this.latecomers = new Latecomers(ids);
        this.attention = attention;
        this.owners = owners;
    }

    /** @param asked the reply that the device waits for */
    record Received(Receipt receipt, Optional<ReplyId> asked) {}

    /** What a delivery that was received already answers. */
    static Received repeated(Writing writing, Delivery delivery) {
        var linked =
                writing.stores().deviceLinks().findLasting(delivery.origin()).isPresent();
        return new Received(
                new Receipt(0, delivery.segments().size(), delivery.skipped(), linked, Optional.empty()),
                Optional.empty());
    }

    /** What a delivery answers that goes nowhere. */
    static Receipt dropped(Delivery delivery) {
        return new Receipt(0, 0, delivery.segments().size() + delivery.skipped(), false, Optional.empty());
    }

    Received receive(Writing writing, Delivery delivery) {
        if (delivery.segments().isEmpty()
                && writing.stores().deviceLinks().findLasting(delivery.origin()).isEmpty()) {
            owners.requireKept(writing, delivery.origin());
            return repeated(writing, delivery);
        }
        var fresh = SegmentRules.distinct(delivery.segments());
        var hearing = sessions.locked(writing, delivery, List.copyOf(fresh.keySet()));
        hearing.known().forEach(known -> fresh.remove(known.key()));
        var session = hearing.session();
        var late = latecomers.settle(writing, hearing, fresh);
        var outcome = fresh.isEmpty() ? Optional.<Attention.Outcome>empty() : add(writing, hearing, delivery, fresh);
        Activity.in(writing, session);
        var accepted = fresh.size() + late.told();
        var receipt = new Receipt(
                accepted,
                delivery.segments().size() - accepted,
                delivery.skipped(),
                session.owner().isPresent(),
                Optional.empty());
        var findings = new ArrayList<Finding>();
        if (late.came() > 0) {
            findings.add(Finding.of(Code.LATE));
        }
        outcome.map(Attention.Outcome::finding).ifPresent(findings::add);
        remember(writing, session, delivery, receipt, findings);
        if (session.owner().isEmpty()) {
            writing.stores().orphans().heard(session.id(), writing.now());
            sessions.claimIfLinked(writing, session, delivery);
        }
        var refusal = outcome.flatMap(heard -> Refusals.spoken(writing, session, heard.finding()));
        return new Received(refusal.map(receipt::telling).orElse(receipt), outcome.flatMap(Attention.Outcome::asked));
    }

    private Optional<Attention.Outcome> add(
            Writing writing, Hearing hearing, Delivery delivery, Map<String, Segment> fresh) {
        var session = hearing.session();
        var in = conversations.goOn(writing, hearing);
        var places = in.places(fresh);
        var said = new ArrayList<Attention.Said>();
        fresh.forEach((key, segment) -> {
            var message = in.add(segment, new MessageId(ids.next()), places.get(key));
            writing.stores().segments().add(session.id(), in.segment(key, segment, message.id()));
            said.add(new Attention.Said(segment, message));
        });
        in.become(in.conversation().heard(writing.now()));
        var outcome = session.owner()
                .map(owner -> attention.listen(
                        writing,
                        in,
                        said,
                        delivery.origin(),
                        hearing.preferences().orElseGet(ListenPreferences::defaults)));
        in.save(session.owner());
        session.owner()
                .filter(owner -> in.isNew())
                .ifPresent(owner -> owners.tellCurrent(writing, owner, in.conversation()));
        return outcome;
    }

    void remember(Writing writing, Session session, Delivery delivery, Receipt receipt, List<Finding> more) {
        var findings = new ArrayList<Finding>();
        if (delivery.device().isEmpty()) {
            findings.add(Finding.of(Code.NO_UID));
        }
        if (!receipt.linked()) {
            findings.add(Finding.of(Code.NOT_LINKED));
        }
        if (receipt.skipped() > 0) {
            findings.add(Finding.of(Code.SKIPPED));
        }
        if (receipt.accepted() == 0) {
            findings.add(Finding.of(receipt.repeated() > 0 ? Code.DUPLICATE : Code.NOTHING_HEARD));
        }
        findings.addAll(more);
        writing.stores()
                .deliveries()
                .insert(
                        new StoredDelivery(
                                ids.next(),
                                delivery.origin(),
                                session.id(),
                                writing.now(),
                                receipt.accepted(),
                                receipt.repeated(),
                                receipt.skipped(),
                                Finding.write(findings)),
                        REMEMBERED);
    }
}
