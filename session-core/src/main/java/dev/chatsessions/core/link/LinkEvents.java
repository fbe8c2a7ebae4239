package dev.chatsessions.core.link;

import dev.chatsessions.DeviceId;
import dev.chatsessions.JsonValue;
import dev.chatsessions.LinkId;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.Provider;
import dev.chatsessions.core.work.Bodies;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.link.LinkEvent.DeviceLinked;
import dev.chatsessions.link.LinkEvent.DeviceUnlinked;
import dev.chatsessions.spi.EventBody;
import dev.chatsessions.spi.LoggedEvent;
import java.util.Optional;

/** Events of links as a log keeps them, and back. Pure. */
public final class LinkEvents {

    private LinkEvents() {}

    static EventBody linked(DeviceLink link) {
        return body("device_linked", link);
    }

    static EventBody unlinked(DeviceLink link) {
        return body("device_unlinked", link);
    }

    private static EventBody body(String kind, DeviceLink link) {
        return Bodies.of(kind, fields -> {
            fields.put("link", JsonValue.of(link.id().toString()));
            fields.put("provider", JsonValue.of(link.device().provider().value()));
            fields.put("uid", JsonValue.of(link.device().uid()));
        });
    }

    /** The event as the domain knows it; empty when it is not one of a link. */
    public static Optional<LiveEvent> read(LoggedEvent logged) {
        var data = new Bodies.Reader(logged.body().data());
        return Optional.ofNullable(
                switch (logged.body().kind()) {
                    case "device_linked" ->
                        new DeviceLinked(logged.scope(), logged.sequence(), logged.at(), link(data), device(data));
                    case "device_unlinked" ->
                        new DeviceUnlinked(logged.scope(), logged.sequence(), logged.at(), link(data), device(data));
                    default -> null;
                });
    }

    private static LinkId link(Bodies.Reader data) {
        return LinkId.parse(data.text("link"));
    }

    private static DeviceId device(Bodies.Reader data) {
        return new DeviceId(new Provider(data.text("provider")), data.text("uid"));
    }
}
