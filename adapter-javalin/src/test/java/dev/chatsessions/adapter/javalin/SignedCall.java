package dev.chatsessions.adapter.javalin;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A call of the webhook that is signed as Standard Webhooks has it, by a sender of our own.
 *
 * @param timestamp as it is sent, and signed
 */
record SignedCall(String secret, String id, String timestamp, String body) {

    static SignedCall of(String secret, String id, String body) {
        return new SignedCall(secret, id, Long.toString(Instant.now().getEpochSecond()), body);
    }

    SignedCall at(String when) {
        return new SignedCall(secret, id, when, body);
    }

    SignedCall withId(String other) {
        return new SignedCall(secret, other, timestamp, body);
    }

    /** The signature in its version's form. */
    String signature() {
        var key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        return "v1," + Base64.getEncoder().encodeToString(mac(key, id + "." + timestamp + "." + body));
    }

    /** The call with its own signature. */
    HttpRequest.Builder to(TestServer server) {
        return to(server, signature(), body);
    }

    /** The call with these signatures, and with another body than was signed. */
    HttpRequest.Builder to(TestServer server, String signatures, String sent) {
        return HttpRequest.newBuilder(server.uri("/omi-webhook"))
                .header("Content-Type", "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", signatures)
                .POST(BodyPublishers.ofString(sent));
    }

    static String github(String secret, String body) {
        return "sha256=" + HexFormat.of().formatHex(mac(secret.getBytes(StandardCharsets.UTF_8), body));
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
