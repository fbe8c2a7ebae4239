package dev.chatsessions;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Names a secret of webhooks without being one. Written as a UUID in lower case. */
public record WebhookSecretId(UUID value) {

    public WebhookSecretId {
        requireNonNull(value, "value");
    }

    /** Reads what {@link #toString()} wrote; anything else is an {@link IllegalArgumentException}. */
    public static WebhookSecretId parse(String text) {
        return new WebhookSecretId(Ids.uuid(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
