package dev.chatsessions.core.webhook;

import dev.chatsessions.DeviceId;
import dev.chatsessions.JsonValue;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.Provider;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.core.work.Bodies;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.LoggedEvent;
import dev.chatsessions.webhook.WebhookEvent.CurrentChanged;
import dev.chatsessions.webhook.WebhookEvent.SessionClaimed;
import java.util.Optional;

/** Events of the inbox as a log keeps them, and back. Pure. */
public final class WebhookEvents {

    private WebhookEvents() {}

    static EventBody claimed(SessionId session, DeviceId device) {
        return Bodies.of("session_claimed", fields -> {
            fields.put("session", JsonValue.of(session.toString()));
            fields.put("provider", JsonValue.of(device.provider().value()));
            fields.put("uid", JsonValue.of(device.uid()));
        });
    }

    static EventBody currentChanged(SessionId session, ThreadId thread) {
        return Bodies.of("current_changed", fields -> {
            fields.put("session", JsonValue.of(session.toString()));
            fields.put("conversation", JsonValue.of(thread.toString()));
        });
    }

    /** The event as the domain knows it; empty when it is not one of the inbox. */
    public static Optional<LiveEvent> read(LoggedEvent logged) {
        var data = new Bodies.Reader(logged.body().data());
        return Optional.ofNullable(
                switch (logged.body().kind()) {
                    case "session_claimed" ->
                        new SessionClaimed(
                                logged.scope(),
                                logged.sequence(),
                                logged.at(),
                                SessionId.parse(data.text("session")),
                                new DeviceId(new Provider(data.text("provider")), data.text("uid")));
                    case "current_changed" ->
                        new CurrentChanged(
                                logged.scope(),
                                logged.sequence(),
                                logged.at(),
                                SessionId.parse(data.text("session")),
                                ThreadId.parse(data.text("conversation")));
                    default -> null;
                });
    }
}
