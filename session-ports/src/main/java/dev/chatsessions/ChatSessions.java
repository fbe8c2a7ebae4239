package dev.chatsessions;

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

/**
 * Everything that an application or a driving adapter may ask of the product, one facade per feature.
 *
 * <p>All calls block, take the {@link Caller} on whose behalf they run, and fail with a {@link ChatSessionsException}.
 * What belongs to somebody else is answered exactly like what does not exist. Implementations are thread-safe.
 */
public interface ChatSessions {

    /** Sessions: start, find, list, and move through their lifecycle; their shared state, labels and counters. */
    Sessions sessions();

    /** How long sessions stay: policies, what they would do, what they did. */
    Retention retention();

    /** Letting others into a session: invite, list, revoke, redeem. */
    JoinTokens joinTokens();

    /** Who is in a session: enter, leave, list. */
    Presence presence();

    /** Threads of a session and the messages in them. */
    Threads threads();

    /** Questions and their answers: ask, claim, stream, finish, stop. */
    Replies replies();

    /** What answerers ask their users to allow: ask, answer, list. */
    Permissions permissions();

    /** Devices: pair with a user, list, unlink. */
    DeviceLinks links();

    /** What users want done. */
    Requests requests();

    /** Worker programs: register, approve, revoke; sessions on them. */
    Workers workers();

    /** What devices deliver, and the conversations that it becomes. */
    Webhooks webhooks();

    /** The secrets by which what devices deliver is known to be theirs. */
    WebhookSecrets webhookSecrets();

    /** All of a user's data, to take away and to take in. */
    Transfers transfers();

    /** Removing all that is kept of a user. */
    Erasures erasures();

    /** Tokens spent, and what may be. */
    Usage usage();

    /** The durable log of what happened, replayed and followed. */
    LiveEvents live();

    /** Credentials: issue, verify, revoke. */
    Administration administration();
}
