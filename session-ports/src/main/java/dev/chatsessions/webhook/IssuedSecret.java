package dev.chatsessions.webhook;

import static java.util.Objects.requireNonNull;

/**
 * A secret as it is handed out, once.
 *
 * @param text 256 random bits in the form that its kind's senders expect
 */
public record IssuedSecret(WebhookSecret secret, String text) {

    public IssuedSecret {
        requireNonNull(secret, "secret");
        requireNonNull(text, "text");
    }

    @Override
    public String toString() {
        return "IssuedSecret[secret=" + secret + ", text hidden]";
    }
}
