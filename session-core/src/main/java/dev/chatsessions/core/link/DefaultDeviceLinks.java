package dev.chatsessions.core.link;

import dev.chatsessions.Caller;
import dev.chatsessions.ClientAddress;
import dev.chatsessions.DeviceId;
import dev.chatsessions.LinkId;
import dev.chatsessions.Page;
import dev.chatsessions.PageRequest;
import dev.chatsessions.Provider;
import dev.chatsessions.core.work.Access;
import dev.chatsessions.core.work.PageCursors;
import dev.chatsessions.core.work.Transactions;
import dev.chatsessions.core.work.UserLogs;
import dev.chatsessions.core.work.Writing;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.link.DeviceLinks;
import dev.chatsessions.link.LinkChallenge;
import java.util.Optional;

/** Pairs devices with users, lists and ends their links. Thread-safe. */
public final class DefaultDeviceLinks implements DeviceLinks {

    private final Transactions transactions;

    private final UserLogs logs;

    private final Optional<Pairing> pairing;

    /** Without {@code pairing}, for use within a host's transaction: undone with it, tries would not count. */
    public DefaultDeviceLinks(Transactions transactions, UserLogs logs, Optional<Pairing> pairing) {
        this.transactions = transactions;
        this.logs = logs;
        this.pairing = pairing;
    }

    @Override
    public LinkChallenge start(Caller caller, DeviceId device, Optional<ClientAddress> from) {
        return pairing().start(caller, device, from);
    }

    @Override
    public DeviceLink confirm(Caller caller, DeviceId device, String code, Optional<ClientAddress> from) {
        return pairing().confirm(caller, device, code, from);
    }

    private Pairing pairing() {
        return pairing.orElseThrow(() ->
                new IllegalStateException("a transaction may be undone, and tries must count; pair outside of it"));
    }

    @Override
    public void unlink(Caller caller, DeviceId device) {
        var user = Access.ownerOf(caller, Permission.WRITE);
        transactions.own().run(writing -> {
            var link = writing.stores()
                    .deviceLinks()
                    .findLatest(user, device)
                    .orElseThrow(() -> LinkRules.missing(device));
            if (link.unlinkedAt().isEmpty()) {
                end(writing, link);
            }
        });
    }

    /** With the link go the pairings that others, or its owner once more, have started meanwhile. */
    private void end(Writing writing, DeviceLink link) {
        writing.stores().pendingLinks().remove(link.device());
        if (writing.stores().deviceLinks().end(link.id(), writing.now())) {
            logs.tell(writing, link.owner(), LinkEvents.unlinked(link));
        }
    }

    @Override
    public Page<DeviceLink> list(Caller caller, Optional<Provider> provider, PageRequest page) {
        var user = Access.ownerOf(caller, Permission.READ);
        var list = "links of " + user + " " + provider;
        var before = PageCursors.place(page, list, LinkId::parse);
        var links = transactions.glance(
                user, stores -> stores.deviceLinks().list(user, provider, before, page.limit() + 1));
        return PageCursors.page(links, page, list, link -> link.id().toString(), link -> link);
    }
}
