package dev.chatsessions.adapter.omi;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.RateLimited;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.DeviceId;
import dev.chatsessions.Provider;
import dev.chatsessions.link.LinkCode;
import dev.chatsessions.spi.DeviceMessenger;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Notifies the users of an Omi app on their phones, by Omi's notification API. Waits for Omi's answer, and tells every other
 * one than that it was taken as a {@link ChatSessionsException}: a secret that Omi refuses is Unauthenticated, a user who
 * does not use the app is NotFound, too many notifications are RateLimited, and what may go better later is Unavailable
 * {@code messenger-unavailable}. No failure holds what was to be told. Thread-safe.
 */
public final class OmiMessenger implements DeviceMessenger {

    /** The maker of the devices that this reaches. */
    public static final Provider OMI = new Provider("omi");

    private static final int LONGEST = 1_000;

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private final HttpClient client;

    private final URI app;

    private final String appId;

    private final String secret;

    private final Duration timeout;

    private OmiMessenger(Builder parts) {
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(parts.timeout)
                .build();
        appId = parts.appId;
        secret = parts.secret;
        timeout = parts.timeout;
        app = URI.create(parts.server.toString().replaceFirst("/+$", "") + "/v2/integrations/" + encoded(appId));
    }

    /** For the app of this id, whose secret Omi shows to its maker. */
    public static Builder builder(String appId, String secret) {
        return new Builder(appId, secret);
    }

    @Override
    public void code(DeviceId device, LinkCode code, Instant expiresAt) {
        send(
                device,
                "Your code is " + code.digits() + ". It is good until " + MINUTE.format(expiresAt)
                        + ". Type it only where you began to link this device.");
    }

    @Override
    public void answer(DeviceId device, String text) {
        var end = text.codePointCount(0, text.length()) > LONGEST ? text.offsetByCodePoints(0, LONGEST) : text.length();
        send(device, end < text.length() ? text.substring(0, end) + "…" : text);
    }

    private void send(DeviceId device, String message) {
        if (!device.provider().equals(OMI)) {
            throw new NotFound("Omi reaches no device of " + device.provider());
        }
        var query = "uid=" + encoded(device.uid()) + "&message=" + encoded(message);
        var request = HttpRequest.newBuilder(URI.create(app + "/notification?" + query))
                .header("Authorization", "Bearer " + secret)
                .timeout(timeout)
                .POST(BodyPublishers.noBody())
                .build();
        requireTaken(answer(request));
    }

    private HttpResponse<Void> answer(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.discarding());
        } catch (IOException failure) {
            throw new Unavailable("messenger-unavailable", "Omi was not reached; try again later", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Unavailable("messenger-unavailable", "the wait for Omi was interrupted", interrupted);
        }
    }

    private void requireTaken(HttpResponse<Void> answer) {
        var status = answer.statusCode();
        if (status >= 200 && status < 300) {
            return;
        }
        throw switch (status) {
            case 401, 403 -> new Unauthenticated("Omi refuses the secret of the app " + appId);
            case 404 -> new NotFound("Omi has no such user of the app " + appId);
            case 429 -> new RateLimited("Omi takes no more notifications of the app " + appId, wait(answer));
            default -> new Unavailable("messenger-unavailable", "Omi answered " + status + "; try again later");
        };
    }

    /** As long as Omi says, else a minute. */
    private static Duration wait(HttpResponse<Void> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ofMinutes(1));
    }

    /** For a path as well as for a query. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Says where Omi is, and how long to wait for it. Not thread-safe. */
    public static final class Builder {

        private final String appId;

        private final String secret;

        private URI server = URI.create("https://api.omi.me");

        private Duration timeout = Duration.ofSeconds(10);

        private Builder(String appId, String secret) {
            this.appId = requireVisible("appId", appId);
            this.secret = requireVisible("secret", secret);
        }

        /** Where the API is; Omi's own unless said. */
        public Builder server(URI value) {
            if (!String.valueOf(value.getScheme()).matches("https?") || value.getHost() == null) {
                throw new IllegalArgumentException("server is not an address of http or https");
            }
            server = value;
            return this;
        }

        /** How long to wait for a connection, and how long for the answer; 10 s unless said. */
        public Builder timeout(Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException("timeout " + value + " is not positive");
            }
            timeout = value;
            return this;
        }

        public OmiMessenger build() {
            return new OmiMessenger(this);
        }

        /** Never repeats what it refuses: it may be the secret. */
        private static String requireVisible(String name, String value) {
            if (!requireNonNull(value, name).matches("[\\x21-\\x7e]{1,500}")) {
                throw new IllegalArgumentException(name + " is not 1 to 500 visible characters of ASCII");
            }
            return value;
        }
    }
}
