package dev.chatsessions.core.presence;

import dev.chatsessions.ClientId;
import dev.chatsessions.JsonValue;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.core.work.Bodies;
import dev.chatsessions.presence.PresenceEvent;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.LoggedEvent;
import java.util.Optional;

/** Events of presence as a log keeps them, and back. Pure. */
public final class PresenceEvents {

    private PresenceEvents() {}

    static EventBody of(PresenceRules.Client client, boolean present) {
        return Bodies.of("presence", fields -> {
            fields.put("caller", JsonValue.of(client.caller()));
            fields.put("client", JsonValue.of(client.id().value()));
            fields.put("present", JsonValue.of(present));
        });
    }

    /** The event as the domain knows it; empty when it is not one of presence. */
    public static Optional<LiveEvent> read(LoggedEvent logged) {
        if (!logged.body().kind().equals("presence")) {
            return Optional.empty();
        }
        var data = new Bodies.Reader(logged.body().data());
        return Optional.of(new PresenceEvent(
                logged.scope(),
                logged.sequence(),
                logged.at(),
                data.text("caller"),
                new ClientId(data.text("client")),
                data.flag("present")));
    }
}
