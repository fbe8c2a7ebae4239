package dev.chatsessions.adapter.omi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.NotFound;
import dev.chatsessions.ChatSessionsException.RateLimited;
import dev.chatsessions.ChatSessionsException.Unauthenticated;
import dev.chatsessions.ChatSessionsException.Unavailable;
import dev.chatsessions.DeviceId;
import dev.chatsessions.Provider;
import dev.chatsessions.link.LinkCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OmiMessengerTest {

    private static final String APP = "app-1";

    private static final String SECRET = "sk_secret";

    private static final DeviceId DEVICE = new DeviceId(OmiMessenger.OMI, "anna & bert/7");

    private static final LinkCode CODE = new LinkCode("012345");

    private static final Instant SOON = Instant.parse("2026-03-29T11:58:47.123457Z");

    private final FakeOmi omi = new FakeOmi();

    @AfterEach
    void stop() {
        omi.close();
    }

    @Test
    void a_code_is_sent_as_omi_documents_it() {
        var messenger = messenger(omi.address());

        messenger.code(DEVICE, CODE, SOON);

        var request = omi.request();
        assertEquals("POST", request.method());
        assertEquals("/v2/integrations/app-1/notification", request.path());
        assertEquals(
                "uid=anna%20%26%20bert%2F7&message=Your%20code%20is%20012345.%20It%20is%20good%20until%2011%3A58%20UTC."
                        + "%20Type%20it%20only%20where%20you%20began%20to%20link%20this%20device.",
                request.query());
        assertEquals("Bearer sk_secret", request.headers().getFirst("Authorization"));
        assertEquals("0", request.headers().getFirst("Content-Length"));
        assertEquals("", request.body());
    }

    @Test
    void an_answer_is_sent_as_it_is_and_shortened_where_it_is_long() {
        var messenger = messenger(URI.create(omi.address() + "/"));

        messenger.answer(DEVICE, "Ja, 50 % \ud83d\udc8e");
        assertEquals(
                "uid=anna%20%26%20bert%2F7&message=Ja%2C%2050%20%25%20%F0%9F%92%8E",
                omi.request().query());

        messenger.answer(DEVICE, "\ud83d\udc8e".repeat(1_001));
        var message = omi.request().query().replaceFirst(".*message=", "");
        assertEquals("%F0%9F%92%8E".repeat(1_000) + "%E2%80%A6", message);
    }

    @Test
    void each_refusal_is_a_failure_of_its_own_kind() {
        var messenger = messenger(omi.address());
        var refusals = Map.of(
                401, Unauthenticated.class,
                403, Unauthenticated.class,
                404, NotFound.class,
                429, RateLimited.class,
                302, Unavailable.class,
                500, Unavailable.class,
                503, Unavailable.class);
        refusals.forEach((status, type) -> {
            omi.answerWith(status);

            var refused = assertThrows(type, () -> messenger.code(DEVICE, CODE, SOON));

            requireSilent(refused);
            omi.request();
        });
    }

    @Test
    void omi_says_how_long_to_wait() {
        omi.answerWith(429, "17");
        var said =
                assertThrows(RateLimited.class, () -> messenger(omi.address()).answer(DEVICE, "Yes."));
        omi.answerWith(429, "tomorrow");
        var unsaid =
                assertThrows(RateLimited.class, () -> messenger(omi.address()).answer(DEVICE, "Yes."));

        assertEquals(Duration.ofSeconds(17), said.retryAfter());
        assertEquals(Duration.ofMinutes(1), unsaid.retryAfter());
    }

    @Test
    void omi_that_does_not_answer_is_waited_for_no_longer_than_said() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var messenger = OmiMessenger.builder(APP, SECRET)
                    .server(URI.create("http://127.0.0.1:" + silent.getLocalPort()))
                    .timeout(Duration.ofMillis(200))
                    .build();

            var refused = assertThrows(Unavailable.class, () -> messenger.code(DEVICE, CODE, SOON));

            assertEquals("messenger-unavailable", refused.code());
            requireSilent(refused);
        }
    }

    @Test
    void omi_that_is_away_is_told() {
        omi.close();

        var refused =
                assertThrows(Unavailable.class, () -> messenger(omi.address()).code(DEVICE, CODE, SOON));

        assertEquals("messenger-unavailable", refused.code());
        requireSilent(refused);
    }

    @Test
    void devices_of_others_are_not_reached() {
        var other = new DeviceId(new Provider("other"), "anna");

        assertThrows(NotFound.class, () -> messenger(omi.address()).code(other, CODE, SOON));
    }

    @Test
    void what_cannot_be_an_app_or_a_server_is_refused_and_not_repeated() {
        var refused = assertThrows(IllegalArgumentException.class, () -> OmiMessenger.builder(APP, "two\nlines"));
        assertFalse(refused.getMessage().contains("two"));
        assertThrows(IllegalArgumentException.class, () -> OmiMessenger.builder("", SECRET));
        var builder = OmiMessenger.builder(APP, SECRET);
        assertThrows(IllegalArgumentException.class, () -> builder.server(URI.create("ftp://omi.example")));
        assertThrows(IllegalArgumentException.class, () -> builder.timeout(Duration.ZERO));
    }

    private static OmiMessenger messenger(URI server) {
        return OmiMessenger.builder(APP, SECRET).server(server).build();
    }

    /** A failure is logged with all its causes. */
    private static void requireSilent(ChatSessionsException failure) {
        for (Throwable part = failure; part != null; part = part.getCause()) {
            var text = part.toString();
            assertTrue(!text.contains(CODE.digits()) && !text.contains(SECRET), text);
        }
    }
}
