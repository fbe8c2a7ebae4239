package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A client of server-sent events on a plain socket, with the parser of WHATWG HTML 9.2.6: it sees every byte, can be cut
 * anywhere, and can stop reading.
 */
final class EventStream implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Socket socket;

    private final InputStream in;

    final int status;

    final Map<String, String> headers;

    private final boolean chunked;

    private int leftInChunk;

    private boolean ended;

    private String lastId = "";

    private final List<String> comments = new ArrayList<>();

    private Optional<String> retry = Optional.empty();

    /** The first line of the request. */
    private final String asked;

    private EventStream(String asked, Socket socket, InputStream in, int status, Map<String, String> headers) {
        this.asked = asked;
        this.socket = socket;
        this.in = in;
        this.status = status;
        this.headers = headers;
        this.chunked = "chunked".equals(headers.get("transfer-encoding"));
    }

    /** What a parser dispatches. */
    record Event(String id, String name, String data) {
        JsonNode json() {
            try {
                return MAPPER.readTree(data);
            } catch (JsonProcessingException noJson) {
                throw new AssertionError("not JSON: " + data, noJson);
            }
        }

        String type() {
            return json().path("type").asText();
        }
    }

    static EventStream open(int port, HttpRequest request) {
        var body = bodyOf(request);
        var head = new StringBuilder(request.method() + " " + request.uri().getRawPath()
                + (request.uri().getRawQuery() == null
                        ? ""
                        : "?" + request.uri().getRawQuery()) + " HTTP/1.1\r\n"
                + "Host: 127.0.0.1:" + port + "\r\n");
        request.headers()
                .map()
                .forEach((name, values) -> values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n")));
        if (body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return open(port, head.append("\r\n").toString(), body);
    }

    static EventStream open(int port, String head, byte[] body) {
        try {
            var socket = new Socket();
            socket.setReceiveBufferSize(16 * 1024);
            socket.connect(new java.net.InetSocketAddress("127.0.0.1", port), 5_000);
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            var in = new BufferedInputStream(socket.getInputStream());
            var statusLine = line(in);
            var headers = new LinkedHashMap<String, String>();
            for (var line = line(in); !line.isEmpty(); line = line(in)) {
                var colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            var asked = head.lines().findFirst().orElse("");
            var status = Integer.parseInt(statusLine.split(" ")[1]);
            var stream = new EventStream(asked, socket, in, status, headers);
            Documented.requireStatus(asked.split(" ")[0], stream.target(), status);
            return stream;
        } catch (IOException failed) {
            throw new AssertionError("no answer to " + head.lines().findFirst().orElse(""), failed);
        }
    }

    static byte[] bodyOf(HttpRequest request) {
        var bytes = new ByteArrayOutputStream();
        request.bodyPublisher().ifPresent(publisher -> publisher.subscribe(new Collector(bytes)));
        return bytes.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("ended within the head: " + line);
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** The next event; empty at the end of the stream. */
    Optional<Event> next() {
        if (status != 200) {
            throw new AssertionError("no stream but " + status);
        }
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        var data = new StringBuilder();
        var hasData = false;
        var name = "";
        while (true) {
            var line = bodyLine();
            if (line.isEmpty()) {
                return Optional.empty();
            }
            var text = line.get();
            if (text.isEmpty()) {
                if (hasData) {
                    var event = new Event(lastId, name, data.substring(0, data.length() - 1));
                    Documented.requireFrame(target(), event.data());
                    return Optional.of(event);
                }
                name = "";
                continue;
            }
            if (text.startsWith(":")) {
                comments.add(text);
                if (System.nanoTime() > until) {
                    throw new AssertionError("nothing but comments came for 20 s");
                }
                continue;
            }
            var colon = text.indexOf(':');
            var field = colon < 0 ? text : text.substring(0, colon);
            var value = colon < 0 ? "" : text.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            switch (field) {
                case "id" -> lastId = value;
                case "event" -> name = value;
                case "retry" -> retry = Optional.of(value);
                case "data" -> {
                    data.append(value).append('\n');
                    hasData = true;
                }
                default -> throw new AssertionError("a field nobody knows: " + text);
            }
        }
    }

    /** The next event, which has to come. */
    Event event() {
        return next().orElseThrow(() -> new AssertionError("the stream ended"));
    }

    /** The next event of this type; others before it are passed over. */
    Event event(String type) {
        while (true) {
            var event = event();
            if (event.type().equals(type)) {
                return event;
            }
        }
    }

    /** All events up to the end of the stream. */
    List<Event> rest() {
        var events = new ArrayList<Event>();
        for (var event = next(); event.isPresent(); event = next()) {
            events.add(event.get());
        }
        return events;
    }

    String lastId() {
        return lastId;
    }

    Optional<String> retry() {
        return retry;
    }

    List<String> comments() {
        return comments;
    }

    /** Reads on until a comment came. */
    void awaitComment() {
        while (comments.isEmpty()) {
            if (bodyLine()
                    .map(line -> line.startsWith(":") && comments.add(line))
                    .isEmpty()) {
                throw new AssertionError("the stream ended before a comment came");
            }
        }
    }

    /** The whole body of an answer that is no stream. */
    String body() {
        var body = new ByteArrayOutputStream();
        var length = headers.get("content-length");
        for (var i = 0; status != 204 && (length == null || i < Integer.parseInt(length)); i++) {
            var next = bodyByte();
            if (next < 0) {
                break;
            }
            body.write(next);
        }
        var whole = body.toString(StandardCharsets.UTF_8);
        Documented.requireExchange(asked.split(" ")[0], target(), "", new Answer(status, headers, whole));
        return whole;
    }

    private String target() {
        var parts = asked.split(" ");
        return parts.length == 3 ? parts[1] : "";
    }

    /** A line of the body, ended by LF alone: a CR would be data, and is refused. */
    private Optional<String> bodyLine() {
        var line = new ByteArrayOutputStream();
        for (var next = bodyByte(); next != '\n'; next = bodyByte()) {
            if (next < 0) {
                return Optional.empty();
            }
            if (next == '\r') {
                throw new AssertionError("a CR in the stream after " + line);
            }
            line.write(next);
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8));
    }

    private int bodyByte() {
        try {
            if (ended) {
                return -1;
            }
            if (chunked && leftInChunk == 0) {
                var size = line(in);
                // The end of a chunk's line may come with the next chunk, so it is not waited for before.
                leftInChunk = Integer.parseInt(size.isEmpty() ? line(in) : size, 16);
                if (leftInChunk == 0) {
                    ended = true;
                    return -1;
                }
            }
            var next = in.read();
            leftInChunk -= chunked ? 1 : 0;
            return next;
        } catch (java.net.SocketTimeoutException late) {
            throw new AssertionError("nothing came for 20 s", late);
        } catch (IOException cut) {
            return -1;
        }
    }

    /** Cuts the connection as a lost network would: no goodbye. */
    void cut() {
        if (socket.isClosed()) {
            return;
        }
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException already) {
            throw new AssertionError(already);
        }
    }

    @Override
    public void close() {
        cut();
    }

    private record Collector(ByteArrayOutputStream bytes)
            implements java.util.concurrent.Flow.Subscriber<java.nio.ByteBuffer> {
        @Override
        public void onSubscribe(java.util.concurrent.Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(java.nio.ByteBuffer item) {
            var part = new byte[item.remaining()];
            item.get(part);
            bytes.writeBytes(part);
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onComplete() {}
    }
}
