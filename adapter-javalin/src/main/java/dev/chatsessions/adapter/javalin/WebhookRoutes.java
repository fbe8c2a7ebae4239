package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.DeviceId;
import dev.chatsessions.webhook.Proof;
import dev.chatsessions.webhook.Receipt;
import java.util.List;
import java.util.Optional;

/**
 * {@code /omi-webhook}: what Omi calls. Whatever is in a call that can be read and is known to be a device's, it is
 * answered 200, as Omi gives up a webhook that refuses.
 */
final class WebhookRoutes {

    /** For a call that names nobody, and brings nothing that could be kept. */
    private static final DeviceId NAMELESS = new DeviceId(LinkRoutes.OMI, "none");

    private final ChatSessions chat;

    private final boolean unsigned;

    WebhookRoutes(ChatSessions chat, HttpSettings settings) {
        this.chat = chat;
        this.unsigned = settings.unsignedWebhooks();
    }

    List<Route> routes() {
        return List.of(
                Route.post("/omi-webhook", Access.ANYBODY, call -> deliver(call, WebhookProofs.inHeaders(call.ctx()))),
                Route.post(
                        "/omi-webhook/{secret}",
                        Access.ANYBODY,
                        call -> deliver(
                                call,
                                Optional.of(new Proof.Path(call.parameters().path("secret"))))),
                Route.get("/omi-webhook/setup-completed", Access.ANYBODY, WebhookRoutes::isSetUp));
    }

    /** Pairing is told by the app, which the user cannot enable before this. */
    private static void isSetUp(Call call) {
        call.json(200, new SetUp(true));
    }

    private void deliver(Call call, Optional<Proof> proof) {
        var delivered = call.delivered();
        var omi = OmiDelivery.read(call.parameters().joinedQuery(), delivered);
        var caller = authenticated(omi.device().orElse(NAMELESS), proof, delivered.bytes());
        if (delivered.isSound()) {
            call.json(200, Json.object());
        } else if (omi.device().isEmpty()) {
            var segments = omi.segments();
            call.json(200, Taken.nothing(segments.usable().size() + segments.skipped()));
        } else {
            call.json(200, Taken.from(taken(call, caller, omi)));
        }
    }

    private Receipt taken(Call call, Caller.Device caller, OmiDelivery omi) {
        var requestKey = WebhookProofs.requestKey(call);
        return omi.conclusion()
                .map(conclusion -> chat.webhooks().conclude(caller, conclusion, requestKey))
                .orElseGet(() -> chat.webhooks().deliver(caller, omi.delivery(), requestKey));
    }

    private Caller.Device authenticated(DeviceId device, Optional<Proof> proof, byte[] body) {
        if (proof.isPresent()) {
            return chat.webhookSecrets().authenticate(device, proof.get(), body);
        }
        if (unsigned) {
            return new Caller.Device(device);
        }
        throw new Unauthenticated("signature-invalid", "the delivery is not signed with a secret that is good for it");
    }

    /** A segment that is there already counts like a new one, so that a call that comes again is answered alike. */
    record Taken(
            int accepted,
            int skipped,
            boolean linked,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> message) {

        static Taken from(Receipt receipt) {
            return new Taken(
                    receipt.accepted() + receipt.repeated(), receipt.skipped(), receipt.linked(), receipt.answer());
        }

        static Taken nothing(int skipped) {
            return new Taken(0, skipped, false, Optional.empty());
        }
    }

    record SetUp(boolean isSetupCompleted) {}
}
