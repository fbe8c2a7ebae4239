package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.PageCursor;
import dev.chatsessions.Provider;
import dev.chatsessions.WebhookSecretId;
import dev.chatsessions.webhook.IssuedSecret;
import dev.chatsessions.webhook.SecretKind;
import dev.chatsessions.webhook.WebhookSecret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /webhook-secrets}: the caller's own, or for an admin those of a provider as a whole. */
final class WebhookSecretRoutes {

    private static final int USUAL_PAGE = 50;

    private final ChatSessions chat;

    WebhookSecretRoutes(ChatSessions chat) {
        this.chat = chat;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/webhook-secrets", Access.CALLERS, this::issue),
                Route.get("/webhook-secrets", Access.CALLERS, this::list),
                Route.delete("/webhook-secrets/{id}", Access.CALLERS, this::revoke));
    }

    private void issue(Call call) {
        var requestKey = call.parameters().requestKey();
        var body = call.body();
        var kind = body.word("kind", SecretKind.class).orElseThrow(() -> new Invalid("kind", "is required"));
        var issued = chat.webhookSecrets().issue(call.caller(), provider(body), kind, requestKey);
        call.json(201, Issued.from(issued));
    }

    private void list(Call call) {
        var page = call.parameters()
                .page("cursor", USUAL_PAGE, request -> chat.webhookSecrets().list(call.caller(), request));
        call.json(
                200,
                new Secrets(
                        page.items().stream().map(Secret::from).toList(),
                        page.next().map(PageCursor::value)));
    }

    private void revoke(Call call) {
        chat.webhookSecrets().revoke(call.caller(), secretId(call.parameters().path("id")));
        call.nothing();
    }

    private static Provider provider(Body body) {
        try {
            return new Provider(body.text("provider"));
        } catch (IllegalArgumentException unfit) {
            throw new Invalid("provider", "is not the name of a maker of devices");
        }
    }

    private static WebhookSecretId secretId(String text) {
        try {
            return WebhookSecretId.parse(text);
        } catch (IllegalArgumentException noId) {
            throw new NotFound("no webhook secret has this id");
        }
    }

    record Issued(String id, String provider, String kind, String secret, Instant createdAt) {
        static Issued from(IssuedSecret issued) {
            var secret = issued.secret();
            return new Issued(
                    secret.id().toString(),
                    secret.provider().value(),
                    Words.of(secret.kind()),
                    issued.text(),
                    secret.createdAt());
        }
    }

    record Secret(String id, String provider, String kind, Instant createdAt) {
        static Secret from(WebhookSecret secret) {
            return new Secret(
                    secret.id().toString(), secret.provider().value(), Words.of(secret.kind()), secret.createdAt());
        }
    }

    record Secrets(List<Secret> items, Optional<String> nextCursor) {}
}
