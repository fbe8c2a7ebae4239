package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.RateLimited;
import dev.chatsessions.ClientAddress;
import dev.chatsessions.DeviceId;
import dev.chatsessions.PageRequest;
import dev.chatsessions.Provider;
import dev.chatsessions.core.Housekeeping;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.link.DeviceLinks;
import dev.chatsessions.link.LinkEvent;
import dev.chatsessions.live.Feed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** What the suites about devices begin with: a node whose devices can be told codes. */
abstract class DeviceUseCases extends UseCases {

    static final DeviceId NECKLACE = device("necklace");

    static final DeviceId GLASSES = device("glasses");

    static final Optional<ClientAddress> NOWHERE = Optional.empty();

    static final Duration A_MINUTE = Duration.ofMinutes(1);

    final ToldCodes told = new ToldCodes();

    final QuickCodes codes = new QuickCodes();

    DeviceLinks links;

    @BeforeEach
    final void let_devices_be_told() {
        links = pairingNode().links();
    }

    /** One more node that tells devices their codes, and nobody else. */
    SessionCore pairingNode() {
        return opened(SessionCore.builder()
                .storage(backend.storage())
                .codeHasher(codes)
                .messenger(told)
                .housekeeping(Housekeeping.external())
                .build());
    }

    static DeviceId device(String uid) {
        return new DeviceId(new Provider("omi"), uid);
    }

    /** Starts, and tells the code that the device was told. */
    String codeFor(Caller caller, DeviceId device) {
        links.start(caller, device, NOWHERE);
        var next = told.next();
        assertEquals(device, next.device());
        return next.code();
    }

    DeviceLink linked(Caller caller, DeviceId device) {
        return links.confirm(caller, device, codeFor(caller, device), NOWHERE);
    }

    Invalid wrong(Caller caller, DeviceId device, String code) {
        return refused(Invalid.class, "code-invalid", () -> links.confirm(caller, device, code, NOWHERE));
    }

    RateLimited limited(Caller caller, DeviceId device, String code) {
        return refused(RateLimited.class, "rate-limited", () -> links.confirm(caller, device, code, NOWHERE));
    }

    static String another(String code) {
        return code.substring(0, 5) + (code.charAt(5) == '0' ? '1' : '0');
    }

    List<DeviceLink> linksOf(Caller caller) {
        return links.list(caller, Optional.empty(), PageRequest.first(100)).items();
    }

    List<LinkEvent> eventsOf(Caller.User user) {
        return log(user, new Feed.OfUser(user.id())).stream()
                .map(LinkEvent.class::cast)
                .toList();
    }
}
