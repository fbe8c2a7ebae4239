package dev.chatsessions.adapter.javalin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Headers of a delivery: a line each, then an empty one and the body. {@code {now}} stands for the time and {@code {good}} for
 * the signature that fits.
 */
final class HostileSignatures implements Surface {

    private static final String BODY = "{\"uid\":\"" + HostileServer.DEVICE
            + "\",\"segments\":[{\"id\":\"s-1\",\"text\":\"hi\",\"is_user\":true,\"start\":0,\"end\":1}]}";

    private final HostileServer target;

    HostileSignatures(HostileServer target) {
        this.target = target;
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                seed("webhook-id: a1\nwebhook-timestamp: {now}\nwebhook-signature: {good}"),
                seed("webhook-id: a2\nwebhook-timestamp: {now}\nwebhook-signature: v1,AAAA {good} v2,x"),
                seed("webhook-id: a3\nwebhook-timestamp: 1700000000\nwebhook-signature: v1,Zm9yZ2Vk"),
                seed("X-Hub-Signature-256: sha256=00\nX-GitHub-Delivery: d1"),
                seed("Idempotency-Key: \"k\"\nwebhook-id: a4\nwebhook-timestamp: {now}\nwebhook-signature: {good}"));
    }

    private static byte[] seed(String headers) {
        return (headers + "\n\n" + BODY).getBytes(UTF_8);
    }

    /** What is taken was signed: nobody comes in by a header that only looks like it. */
    @Override
    public void take(byte[] input) {
        target.beginInput();
        var text = HostileServer.text(input);
        var end = text.indexOf("\n\n");
        var body = end < 0 ? BODY : text.substring(end + 2);
        var lines = headers(end < 0 ? text : text.substring(0, end));
        var now = Long.toString(target.now().getEpochSecond());
        var signature = new SignedCall(
                        target.standardSecret,
                        value(lines, "webhook-id"),
                        value(lines, "webhook-timestamp").replace("{now}", now),
                        body)
                .signature();
        var headers = new StringBuilder();
        lines.forEach(line -> headers.append(line.replace("{now}", now).replace("{good}", signature))
                .append("\r\n"));
        var before = target.picture();
        var answer = send(headers.toString(), body);
        if (answer.status() >= 400) {
            target.requireNoTrace(() -> send(headers.toString(), body), before);
        } else if (!headers.toString().contains(signature)) {
            throw new AssertionError("taken without a signature: " + answer);
        }
    }

    private Answer send(String headers, String body) {
        var head = "POST /omi-webhook?uid=" + HostileServer.DEVICE + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n";
        return target.ask(head, (headers + "\r\n" + body).getBytes(ISO_8859_1), true);
    }

    /** Those whose names are ours, and no longer than headers may be; other names say nothing here. */
    private static List<String> headers(String text) {
        var lines = new ArrayList<String>();
        var room = 6_000;
        for (var line : text.split("\n", 20)) {
            var clean = line.replaceAll("[\\x00-\\x1F\\x7F]", "");
            if (clean.toLowerCase(Locale.ROOT).matches("(webhook-|x-hub-|x-github-|idempotency-)[a-z0-9-]+:.*")
                    && clean.length() < room) {
                lines.add(clean);
                room -= clean.length();
            }
        }
        return lines;
    }

    private static String value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }
}
