package dev.chatsessions.adapter.javalin;

import static dev.chatsessions.adapter.javalin.BadInputRows.alike;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Handshakes of a WebSocket that are refused, or accepted with less than was asked for. */
record BadHandshakes(Target target) {

    void addTo(BadInputRows rows) {
        rows.refused("S006", () -> fromPage("https://evil.example"));
        rows.refused("S008", () -> fromPage("https://app.example.evil.com"));
        rows.holds("S009", this::pagesAreComparedAsBrowsersWriteThem);
        rows.refused("S010", () -> alike(answer(target, cookie()), answer(target, cookie(), "Origin: null")));
        rows.refused("S012", () -> answerAt("/nowhere", bearer(target)));
        rows.refused("S016", () -> alike(with(": 13", ": 8"), with("Sec-WebSocket-Version: 13\r\n", "")));
        rows.refused(
                "S017",
                () -> alike(
                        with("dGhlIHNhbXBsZSBub25jZQ==", "short"),
                        with("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", ""),
                        with("Connection: Upgrade", "Connection: keep-alive")));
        rows.refused("S018", () -> raw("POST", SocketStream.HANDSHAKE + "Content-Length: 0\r\n"));
        rows.holds("S019", this::noSubProtocolComesBack);
        rows.refused("S020", this::oneTooMany);
        rows.refused("S021", BadHandshakes::fromAServerThatGoes);
    }

    private static String bearer(Target target) {
        return "Authorization: Bearer " + target.ana;
    }

    private String cookie() {
        return "Cookie: sid=" + target.ana;
    }

    private Answer fromPage(String origin) {
        return answer(target, cookie(), "Origin: " + origin);
    }

    private static Answer answer(Target target, String... headers) {
        return answer(SocketStream.open(target.server.port(), target.path(), headers));
    }

    private Answer answerAt(String path, String... headers) {
        return answer(SocketStream.open(target.server.port(), path, headers));
    }

    private static Answer answer(SocketStream opened) {
        try (var socket = opened) {
            return new Answer(socket.status, socket.headers, socket.body());
        }
    }

    private Answer with(String part, String other) {
        return raw("GET", SocketStream.HANDSHAKE.replace(part, other));
    }

    private Answer raw(String method, String headers) {
        return target.rawest(
                method + " " + target.path() + " HTTP/1.1\r\nHost: a\r\n" + bearer(target) + "\r\n" + headers + "\r\n");
    }

    private void pagesAreComparedAsBrowsersWriteThem() {
        try (var listed = new Target(settings -> settings.origins(Set.of("https://app.example")))) {
            var own = "http://127.0.0.1:" + listed.server.port();
            for (var origin : List.of(own, "https://app.example", "https://APP.example:443")) {
                try (var socket = SocketStream.open(
                        listed.server.port(), listed.path(), "Cookie: sid=" + listed.ana, "Origin: " + origin)) {
                    assertEquals("hello", socket.message().type(), origin);
                }
            }
            for (var origin : List.of("https://app.example:8443", "http://app.example", "http://127.0.0.1")) {
                assertEquals(
                        403,
                        answer(listed, "Cookie: sid=" + listed.ana, "Origin: " + origin)
                                .status(),
                        origin);
            }
            try (var withToken = SocketStream.open(
                    listed.server.port(), listed.path(), bearer(listed), "Origin: https://evil.example")) {
                assertEquals("hello", withToken.message().type());
            }
        }
    }

    private void noSubProtocolComesBack() {
        try (var socket = SocketStream.open(
                target.server.port(),
                target.path(),
                bearer(target),
                "Sec-WebSocket-Protocol: bearer." + target.ana + ", chat",
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")) {
            assertEquals("hello", socket.message().type());
            assertFalse(socket.headers.containsKey("sec-websocket-protocol"), socket.headers::toString);
            assertFalse(socket.headers.containsKey("sec-websocket-extensions"), socket.headers::toString);
            assertFalse(socket.headers.toString().contains(target.ana));
        }
    }

    private Answer oneTooMany() {
        assertEquals(100, HttpSettings.defaults().streamsPerCaller());
        try (var own = new Target(settings -> settings)) {
            var open = new ArrayList<SocketStream>();
            for (var i = 0; i < 100; i++) {
                open.add(SocketStream.open(own.server.port(), own.path(), bearer(own)));
                open.get(i).message("hello");
            }
            var refused = answer(own, bearer(own));
            open.forEach(SocketStream::close);
            return refused;
        }
    }

    private static Answer fromAServerThatGoes() {
        try (var going = new Target()) {
            going.server.plugin.drain();
            return answer(going, bearer(going));
        }
    }
}
