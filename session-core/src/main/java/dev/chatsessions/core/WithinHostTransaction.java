package dev.chatsessions.core;

import dev.chatsessions.erasure.Erasures;
import dev.chatsessions.identity.Administration;
import dev.chatsessions.join.JoinTokens;
import dev.chatsessions.link.DeviceLinks;
import dev.chatsessions.live.LiveEvents;
import dev.chatsessions.permission.Permissions;
import dev.chatsessions.presence.Presence;
import dev.chatsessions.reply.Replies;
import dev.chatsessions.request.Requests;
import dev.chatsessions.session.Retention;
import dev.chatsessions.session.Sessions;
import dev.chatsessions.thread.Threads;
import dev.chatsessions.transfer.Transfers;
import dev.chatsessions.usage.Usage;
import dev.chatsessions.webhook.WebhookSecrets;
import dev.chatsessions.webhook.Webhooks;
import dev.chatsessions.worker.Workers;

/** The facades over a host's transaction. */
record WithinHostTransaction(
        Sessions sessions,
        Retention retention,
        JoinTokens joinTokens,
        Presence presence,
        Threads threads,
        Replies replies,
        Permissions permissions,
        DeviceLinks links,
        Requests requests,
        Workers workers,
        Webhooks webhooks,
        Transfers transfers,
        Erasures erasures,
        Usage usage,
        LiveEvents live,
        Administration administration,
        WebhookSecrets webhookSecrets,
        DeferredCommit deferred)
        implements HostTransaction {

    @Override
    public void committed() {
        deferred.hostCommitted();
    }
}
