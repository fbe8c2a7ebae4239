package dev.chatsessions.adapter.javalin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a client says once its WebSocket is open. The first byte says how the others are sent: {@code r} as they are,
 * {@code t} each line as a text, {@code f} each line as a frame whose first byte it begins with.
 */
final class HostileFrames implements Surface {

    /** A close that says what the client did; 1011 would say that we failed. */
    private static final Set<Integer> CLOSES =
            Set.of(-1, 1000, 1001, 1002, 1003, 1005, 1007, 1009, 4004, 4013, 4410, 4509);

    private static final List<String> SAID = List.of(
            "{\"type\":\"ping\",\"id\":1}",
            "{\"type\":\"contextual_update\",\"text\":\"here\",\"data\":{\"a\":[1,2]},\"request_id\":\"r\"}",
            "{\"type\":\"of my own\",\"durable\":false,\"x\":null}",
            "{\"type\":\"get_session_state\",\"key\":\"a\"}",
            "{\"type\":\"set_session_state\",\"key\":\"a\",\"value\":{\"b\":1},\"expected_version\":0,\"client_key\":\"k\"}",
            "{\"type\":\"merge_session_state\",\"key\":\"a\",\"patch\":{\"b\":null}}",
            "{\"type\":\"increment_session_state\",\"key\":\"n\",\"by\":2}",
            "{\"type\":\"delete_session_state\",\"key\":\"a\"}",
            "{\"type\":\"client_tool_call\",\"client_tool_call\":{\"tool_name\":\"t\",\"tool_call_id\":\"1\",\"parameters\":{}}}",
            "{\"type\":\"client_tool_result\",\"tool_call_id\":\"1\",\"result\":\"ok\",\"is_error\":false}",
            "{\"type\":\"user_transcript\",\"user_transcription_event\":{\"user_transcript\":\"hello\"}}",
            "{\"type\":\"agent_response\",\"agent_response_event\":{\"agent_response\":\"hello\"}}",
            "{\"type\":\"agent_response_correction\",\"agent_response_correction_event\":"
                    + "{\"original_agent_response\":\"hello\",\"corrected_agent_response\":\"hel\"}}",
            "{\"type\":\"user_message\",\"text\":\"hello\"}");

    private final HostileServer target;

    HostileFrames(HostileServer target) {
        this.target = target;
    }

    @Override
    public List<byte[]> seeds() {
        var seeds = new ArrayList<byte[]>();
        SAID.forEach(text -> seeds.add(("t" + text).getBytes(UTF_8)));
        seeds.add(("t" + String.join("\n", SAID)).getBytes(UTF_8));
        for (var octets : new int[][] {
            {0x81, 0x81, 0, 0, 0, 0, '1'},
            {0x81, 0xFE, 0, 3, 1, 2, 3, 4, 'a', 'b', 'c'},
            {0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0, 1, 2, 3, 4, 'x'},
            {0x89, 0x80, 1, 2, 3, 4, 0x8A, 0x80, 1, 2, 3, 4},
            {0x88, 0x82, 0, 0, 0, 0, 3, 0xE8},
            {0xC1, 0x81, 0, 0, 0, 0, '1'}
        }) {
            var raw = new byte[octets.length + 1];
            raw[0] = 'r';
            for (var i = 0; i < octets.length; i++) {
                raw[i + 1] = (byte) octets[i];
            }
            seeds.add(raw);
        }
        seeds.add("f\u0001{\"type\":\n\u0000\"ping\"\n\u0009\n\u0000}".getBytes(UTF_8));
        return seeds;
    }

    @Override
    public void take(byte[] input) {
        target.beginInput();
        var path = target.real("/ws?token=" + target.ana() + "&session_id={session}");
        try (var socket = SocketStream.openSilent(target.server.port(), path)) {
            send(socket, input);
            socket.sayNoMore();
            for (var told : socket.rest()) {
                if (told.json().path("code").asText().equals("internal-error")) {
                    throw new AssertionError("a frame was answered " + told.text());
                }
            }
            if (!CLOSES.contains(socket.closeCode())) {
                throw new AssertionError("closed with " + socket.closeCode());
            }
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void send(SocketStream socket, byte[] input) throws IOException {
        var how = input.length == 0 ? 't' : (char) input[0];
        var rest = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
        if (how == 'r') {
            socket.sendRaw(rest);
            return;
        }
        for (var line : lines(rest)) {
            if (how == 'f' && line.length > 0) {
                socket.sendOrLeave(line[0], Arrays.copyOfRange(line, 1, line.length));
            } else {
                socket.say(line);
            }
        }
    }

    private static List<byte[]> lines(byte[] text) {
        var lines = new ArrayList<byte[]>();
        var begin = 0;
        for (var i = 0; i <= text.length && lines.size() < 60; i++) {
            if (i == text.length || text[i] == '\n') {
                lines.add(Arrays.copyOfRange(text, begin, i));
                begin = i + 1;
            }
        }
        return lines;
    }
}
