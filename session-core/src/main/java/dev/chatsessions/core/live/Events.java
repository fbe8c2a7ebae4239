package dev.chatsessions.core.live;

import dev.chatsessions.LiveEvent;
import dev.chatsessions.core.link.LinkEvents;
import dev.chatsessions.core.permission.PermissionEvents;
import dev.chatsessions.core.presence.PresenceEvents;
import dev.chatsessions.core.reply.ReplyEvents;
import dev.chatsessions.core.session.SessionEvents;
import dev.chatsessions.core.thread.ThreadEvents;
import dev.chatsessions.core.usage.UsageEvents;
import dev.chatsessions.core.webhook.WebhookEvents;
import dev.chatsessions.core.worker.WorkerEvents;
import dev.chatsessions.spi.LoggedEvent;
import java.util.Optional;

/** Logged events as the domain knows them. Pure. */
final class Events {

    private Events() {}

    /** Empty for a kind that this program does not know, such as one that a newer node of the same cluster wrote. */
    static Optional<LiveEvent> read(LoggedEvent logged) {
        return ReplyEvents.read(logged)
                .or(() -> PermissionEvents.read(logged))
                .or(() -> ThreadEvents.read(logged))
                .or(() -> SessionEvents.read(logged))
                .or(() -> WorkerEvents.read(logged))
                .or(() -> PresenceEvents.read(logged))
                .or(() -> LinkEvents.read(logged))
                .or(() -> WebhookEvents.read(logged))
                .or(() -> UsageEvents.read(logged));
    }
}
