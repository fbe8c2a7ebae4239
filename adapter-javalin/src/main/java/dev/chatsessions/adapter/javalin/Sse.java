package dev.chatsessions.adapter.javalin;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Server-sent events as bytes (WHATWG HTML, section 9.2): LF only, one JSON value on one line, which escapes every CR and
 * LF, and ids that this program made.
 */
final class Sse {

    /** Shows that the stream is alive, and finds out whether anybody is there. */
    static final byte[] HEARTBEAT = ascii(": hb\n\n");

    private Sse() {}

    /** An event that can be resumed after; an empty id has the reader forget the place that it came with. */
    static byte[] event(String id, byte[] json) {
        var head = "id: " + id + "\ndata: ";
        var frame = new ByteArrayOutputStream(json.length + head.length() + 2);
        frame.writeBytes(ascii(head));
        frame.writeBytes(json);
        frame.writeBytes(ascii("\n\n"));
        return frame.toByteArray();
    }

    /** An event on a line of its own, for who reads lines. */
    static byte[] line(byte[] json) {
        var frame = new ByteArrayOutputStream(json.length + 8);
        frame.writeBytes(ascii("data: "));
        frame.writeBytes(json);
        frame.writeBytes(ascii("\n\n"));
        return frame.toByteArray();
    }

    /** Where to resume, without an event. */
    static byte[] place(String id) {
        return ascii("id: " + id + "\n\n");
    }

    /** When to come back after the stream broke. */
    static byte[] retry(Duration wait) {
        return ascii("retry: " + wait.toMillis() + "\n\n");
    }

    /** Says that a stream follows, and that nobody on the way may hold it back or change it. */
    static void head(HttpServletResponse response) {
        response.setStatus(200);
        response.setContentType("text/event-stream");
        response.setHeader("Cache-Control", "no-cache, no-transform");
        response.setHeader("X-Accel-Buffering", "no");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
