package dev.chatsessions.core.link;

import dev.chatsessions.Caller;
import dev.chatsessions.ClientAddress;
import dev.chatsessions.DeviceId;
import dev.chatsessions.LinkId;
import dev.chatsessions.UserId;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.link.LinkChallenge;
import dev.chatsessions.link.LinkCode;
import dev.chatsessions.spi.CodeHasher;
import dev.chatsessions.spi.IdSource;
import dev.chatsessions.spi.PendingLinkStore.PendingLink;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * From the start of a pairing to its link. What is slow on purpose, the hashing of codes, is done between transactions. Rows
 * are locked in the order of counted attempts, pairings, link and the user's log. Thread-safe.
 */
public final class Pairing {

    /** So many are removed by one who is late. */
    private static final int EXPIRED = 200;

    private final Transactions.Bound transactions;

    private final IdSource ids;

    private final UserLogs logs;

    private final CodeHasher hasher;

    private final CodeDelivery delivery;

    private final LinkSettings settings;

    private final boolean codesShown;

    private final Consumer<DeviceLink> onLinked;

    /** @param onLinked told of each new link once it is durable */
    public Pairing(
            Transactions transactions,
            IdSource ids,
            UserLogs logs,
            CodeHasher hasher,
            CodeDelivery delivery,
            LinkSettings settings,
            boolean codesShown,
            Consumer<DeviceLink> onLinked) {
        this.transactions = transactions.own();
        this.ids = ids;
        this.logs = logs;
        this.hasher = hasher;
        this.delivery = delivery;
        this.settings = settings;
        this.codesShown = codesShown;
        this.onLinked = onLinked;
    }

    /**
     * Keeps a pairing whether or not the caller may link the device, so that what is kept, and how long that takes, tells
     * nobody which. Where he may not, nobody is sent the code, and confirming it would fail.
     */
    LinkChallenge start(Caller caller, DeviceId device, Optional<ClientAddress> from) {
        var user = Access.ownerOf(caller, Permission.WRITE);
        LinkRules.requirePlain(device);
        transactions.run(writing -> LinkRules.ofStart(settings, caller, from).forEach(limit -> limit.take(writing)));
        var code = ids.linkCode();
        var hash = hasher.hash(code);
        var id = new LinkId(ids.next());
        transactions.run(writing -> {
            var expiresAt = writing.now().plus(settings.codeLife());
            writing.stores().pendingLinks().put(new PendingLink(id, user, device, hash, 0, expiresAt));
            releaseOrphans(writing, device);
            if (mayLink(writing, user, device)) {
                writing.afterwards(() -> delivery.send(device, code, expiresAt));
            }
            logs.lock(writing, user);
        });
        return new LinkChallenge(settings.codeLife(), Optional.of(code).filter(shown -> codesShown));
    }

    /** What came between another's link and this start is no business of whoever links the device now. */
    private static void releaseOrphans(Writing writing, DeviceId device) {
        var links = writing.stores().deviceLinks();
        if (links.wasLinked(device) && links.findLasting(device).isEmpty()) {
            writing.stores().orphans().release(device);
        }
    }

    private boolean mayLink(Writing writing, UserId user, DeviceId device) {
        var links = writing.stores().deviceLinks();
        var lasting = links.findLasting(device);
        var hasRoom = links.count(user) < settings.linksPerUser();
        return lasting.map(link -> link.owner().equals(user)).orElse(hasRoom);
    }

    DeviceLink confirm(Caller caller, DeviceId device, String text, Optional<ClientAddress> from) {
        var user = Access.ownerOf(caller, Permission.WRITE);
        if (!LinkCode.isOne(text)) {
            throw LinkRules.wrongCode();
        }
        var code = new LinkCode(text);
        var pending = transactions.write(writing -> {
            LinkRules.ofConfirm(settings, caller, from).forEach(limit -> limit.take(writing));
            LinkRules.ofWrongCode(settings, caller, device).forEach(limit -> limit.take(writing));
            return takenTry(writing, user, device);
        });
        if (pending.isEmpty()) {
            // To answer at once would tell that there is nothing to compare with.
            hasher.hash(code);
            throw LinkRules.wrongCode();
        }
        if (!hasher.matches(code, pending.get().codeHash())) {
            throw LinkRules.wrongCode();
        }
        var link = transactions.write(writing -> {
            LinkRules.ofWrongCode(settings, caller, device).forEach(limit -> limit.giveBack(writing));
            return linked(writing, pending.get());
        });
        onLinked.accept(link);
        return link;
    }

    /** What has run out is gone with that: a clock that is set back does not bring it back. */
    private Optional<PendingLink> takenTry(Writing writing, UserId user, DeviceId device) {
        var pairings = writing.stores().pendingLinks();
        var taken = pairings.takeTry(user, device, writing.now(), settings.tries());
        if (taken.isEmpty()) {
            pairings.removeExpired(writing.now(), EXPIRED);
        }
        return taken;
    }

    /** Uses the code up and makes the link; whoever comes second, or too late, fails, and all is as it was. */
    private DeviceLink linked(Writing writing, PendingLink pending) {
        var user = pending.user();
        var device = pending.device();
        var now = writing.now();
        var isGood = writing.stores().pendingLinks().remove(device).stream()
                .anyMatch(one -> one.id().equals(pending.id()) && now.isBefore(one.expiresAt()));
        if (!isGood) {
            throw LinkRules.wrongCode();
        }
        var links = writing.stores().deviceLinks();
        var own = links.findLasting(device).filter(link -> link.owner().equals(user));
        if (own.isPresent()) {
            return own.get();
        }
        var link = new DeviceLink(pending.id(), device, user, now, Optional.empty());
        if (!links.insert(link)) {
            throw LinkRules.wrongCode();
        }
        var log = logs.lock(writing, user);
        // Only under the lock of the user's log are all of his links to be seen.
        if (links.count(user) > settings.linksPerUser()) {
            throw LinkRules.wrongCode();
        }
        writing.stores().erasures().liftDevice(logs.mark(device));
        writing.publish(log, LinkEvents.linked(link));
        return link;
    }
}
