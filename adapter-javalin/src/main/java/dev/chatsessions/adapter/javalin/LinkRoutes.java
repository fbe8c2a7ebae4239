package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.DeviceId;
import dev.chatsessions.PageCursor;
import dev.chatsessions.Provider;
import dev.chatsessions.link.LinkChallenge;
import dev.chatsessions.link.LinkCode;
import java.util.List;
import java.util.Optional;

/** {@code /link}: pairing devices with the caller, whose clients know a device by {@code omi_user_id} or {@code device_id}. */
final class LinkRoutes {

    static final Provider OMI = new Provider("omi");

    private static final int USUAL_PAGE = 50;

    private final ChatSessions chat;

    LinkRoutes(ChatSessions chat) {
        this.chat = chat;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/link/{provider}/start", Access.CALLERS, this::start),
                Route.post("/link/{provider}/confirm", Access.CALLERS, this::confirm),
                Route.get("/link/{provider}", Access.CALLERS, this::list),
                Route.delete("/link/{provider}/{device}", Access.CALLERS, this::unlink));
    }

    private void start(Call call) {
        var body = call.body().ofUser(call.user().value());
        var device = device(call, body);
        call.json(200, Started.from(chat.links().start(call.caller(), device, call.from())));
    }

    private void confirm(Call call) {
        var body = call.body().ofUser(call.user().value());
        var device = device(call, body);
        chat.links().confirm(call.caller(), device, code(body), call.from());
        call.json(200, new Confirmed(true));
    }

    private void list(Call call) {
        var provider = Optional.of(provider(call));
        var page = call.parameters()
                .page("cursor", USUAL_PAGE, request -> chat.links().list(call.caller(), provider, request));
        call.json(
                200,
                new Links(
                        page.items().stream().map(LinkJson::from).toList(),
                        page.next().map(PageCursor::value)));
    }

    private void unlink(Call call) {
        chat.links()
                .unlink(call.caller(), device(provider(call), call.parameters().path("device"), "device"));
        call.nothing();
    }

    /** The path names a maker of devices; a text that cannot be one names none. */
    private static Provider provider(Call call) {
        try {
            return new Provider(call.parameters().path("provider"));
        } catch (IllegalArgumentException noName) {
            throw new NotFound("no maker of devices has this name");
        }
    }

    private static DeviceId device(Call call, Body body) {
        var provider = provider(call);
        var own = provider.value().replace('-', '_') + "_user_id";
        var named = body.optionalText(own);
        return named.isPresent()
                ? device(provider, named.get(), own)
                : device(provider, body.text("device_id"), "device_id");
    }

    private static DeviceId device(Provider provider, String uid, String field) {
        try {
            return new DeviceId(provider, uid);
        } catch (IllegalArgumentException unfit) {
            throw new Invalid(field, "must be 1 to 200 characters, not blank, without control characters");
        }
    }

    /** Whatever is not a text cannot be a code, and is told like a wrong one. */
    private static String code(Body body) {
        return body.ifText("code").orElse("");
    }

    record Started(
            boolean ok,
            long expiresIn,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> devCode) {
        static Started from(LinkChallenge challenge) {
            return new Started(
                    true, challenge.expiresIn().toSeconds(), challenge.shown().map(LinkCode::digits));
        }
    }

    record Confirmed(boolean ok) {}

    record Links(
            List<LinkJson> links,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> nextCursor) {}
}
