package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** What is sent on an open WebSocket that nobody can make sense of. */
record BadFrames(Target target) {

    private static final int TEXT = 0x81;

    private static final int BINARY = 0x82;

    private static final int FIRST_PART = 0x01;

    private static final int LAST_PART = 0x80;

    private static final String PING = "{\"type\":\"ping\"}";

    void addTo(BadInputRows rows) {
        rows.holds("S022", () -> closes(1002, raw(TEXT, 1, 'x')));
        rows.holds("S024", () -> closes(1002, socket -> socket.sendOrLeave(0x83, new byte[0])));
        rows.holds("S025", () -> closes(1002, socket -> socket.sendOrLeave(LAST_PART, new byte[0])));
        rows.holds("S026", () -> closes(1002, socket -> socket.sendOrLeave(0x89, new byte[126])));
        rows.holds("S027", () -> closes(1002, socket -> socket.sendOrLeave(0x88, new byte[] {0x03, (byte) 0xED})));
        rows.holds("S028", () -> closes(1007, socket -> socket.say(new byte[] {(byte) 0xC3, 0x28})));
        rows.holds("S030", this::messagesAreBounded);
        rows.holds("S031", () -> answered("malformed-json", socket -> socket.say("not JSON")));
        rows.holds("S033", () -> answered("malformed-json", socket -> socket.say("{\"type\":\"ping\"")));
        rows.holds("S035", () -> answered("unknown-type", socket -> socket.say("{\"type\":\"dance\"}")));
        rows.holds("S038", () -> answered("binary-frame", socket -> socket.sendOrLeave(BINARY, new byte[] {1})));
        rows.holds("S039", () -> answered("unknown-type", socket -> socket.say("")));
        rows.holds("S061", this::framesAreCounted);
        rows.holds("S062", this::fiveInARowAreTheEnd);
    }

    private SocketStream listen() {
        var socket = SocketStream.open(target.server.port(), target.path(), "Authorization: Bearer " + target.ana);
        socket.message("hello");
        return socket;
    }

    private void closes(int code, Consumer<SocketStream> input) {
        try (var socket = listen()) {
            input.accept(socket);
            assertEquals(code, socket.closeCode());
        }
    }

    private void answered(String code, Consumer<SocketStream> input) {
        try (var socket = listen()) {
            input.accept(socket);
            assertEquals(code, socket.message("error").json().path("code").asText());
            socket.say(PING);
            socket.message("pong");
        }
    }

    private static Consumer<SocketStream> raw(int... octets) {
        var bytes = new byte[octets.length];
        for (var i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return socket -> {
            try {
                socket.sendRaw(bytes);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        };
    }

    private void messagesAreBounded() {
        var largest = new byte[64 * 1024];
        Arrays.fill(largest, (byte) ' ');
        System.arraycopy(PING.getBytes(StandardCharsets.UTF_8), 0, largest, 0, PING.length());
        var half = Arrays.copyOf(largest, 40 * 1024);
        try (var socket = listen()) {
            socket.say(largest);
            socket.message("pong");
        }
        closes(1009, socket -> socket.say(Arrays.copyOf(largest, largest.length + 1)));
        closes(1009, socket -> {
            socket.sendOrLeave(FIRST_PART, half);
            socket.sendOrLeave(LAST_PART, half);
        });
    }

    private void framesAreCounted() {
        closes(4013, socket -> {
            for (var i = 0; i < 120; i++) {
                socket.say(PING);
            }
        });
        closes(4013, socket -> {
            for (var i = 0; i < 120; i++) {
                socket.sendOrLeave(i == 0 ? FIRST_PART : 0, new byte[0]);
            }
        });
        closes(4013, socket -> {
            for (var i = 0; i < 120; i++) {
                socket.sendOrLeave(0x89, new byte[0]);
            }
        });
    }

    private void fiveInARowAreTheEnd() {
        try (var socket = listen()) {
            for (var text : List.of("1", "2", "3", "4", PING, "1", "2", "3", "4")) {
                socket.say(text);
                assertEquals(
                        text.equals(PING) ? "pong" : "error", socket.message().type());
            }
            socket.say("5");
            assertEquals("error", socket.message().type());
            assertEquals(4509, socket.closeCode());
        }
    }
}
