package dev.chatsessions.adapter.javalin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** {@code Last-Event-ID} of each stream of server-sent events: a line with its path, then the id. */
final class HostileEventIds implements Surface {

    private static final String REPLY = "0199a1b2-c3d4-7e5f-8a6b-1c2d3e4f5a6b";

    private static final List<String> STREAMS = List.of(
            "/sessions/{id}/events",
            "/threads/{id}/events",
            "/me/events",
            "/chat/stream",
            "/conversations/current/stream",
            "/worker/commands");

    private static final List<String> IDS = List.of(
            "",
            "earliest",
            "4f2b7c1a-1-1",
            "4f2b7c1a-1-1." + REPLY + ".3",
            "4f2b7c1a-1-1." + REPLY + ".end",
            "4f2b7c1a-1-1.none",
            "4f2b7c1a-1-1." + REPLY + ".4f2b7c1a-1-1");

    private final HostileServer target;

    HostileEventIds(HostileServer target) {
        this.target = target;
    }

    @Override
    public List<byte[]> seeds() {
        var seeds = new ArrayList<byte[]>();
        STREAMS.forEach(stream -> IDS.forEach(id -> seeds.add((stream + "\n" + id).getBytes(UTF_8))));
        return seeds;
    }

    /** A browser that is told an error never comes back, so an id that means nothing is no error. */
    @Override
    public void take(byte[] input) {
        target.beginInput();
        var lined = Lined.of(input);
        var isStream = STREAMS.contains(lined.line());
        var path = target.real(isStream ? lined.line() : STREAMS.get(0));
        var id = printable(isStream ? lined.rest() : input);
        var head = target.head("GET", path) + "Accept: text/event-stream\r\n";
        var answer = target.ask(head, ("Last-Event-ID: " + id + "\r\n\r\n").getBytes(ISO_8859_1), false);
        if (answer.status() != 200 && answer.status() != 204) {
            throw new AssertionError("an id was refused: " + answer);
        }
    }

    /** Without what no header can hold, and no longer than headers may be. */
    private static String printable(byte[] id) {
        var text = HostileServer.text(id).replaceAll("[\\x00-\\x1F\\x7F]", "");
        return text.substring(0, Math.min(text.length(), 4_000));
    }
}
