package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A client of WebSockets on a plain socket (RFC 6455): it sees every frame, sends any bytes, answers pings or not, and can
 * stop reading.
 */
final class SocketStream implements AutoCloseable {

    static final String HANDSHAKE = "Upgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private static final int TEXT = 1;

    private static final int CLOSE = 8;

    private static final int PING = 9;

    private static final int PONG = 10;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Socket socket;

    private final InputStream in;

    final int status;

    final Map<String, String> headers;

    private final boolean answersPings;

    private Optional<Integer> closeCode = Optional.empty();

    private int pings;

    private int pongs;

    /** The address that was asked for. */
    private final String target;

    private SocketStream(
            String target,
            Socket socket,
            InputStream in,
            int status,
            Map<String, String> headers,
            boolean answersPings) {
        this.target = target;
        this.socket = socket;
        this.in = in;
        this.status = status;
        this.headers = headers;
        this.answersPings = answersPings;
    }

    /** A message that was sent to us. */
    record Message(String text) {
        JsonNode json() {
            try {
                return MAPPER.readTree(text);
            } catch (JsonProcessingException noJson) {
                throw new AssertionError("not JSON: " + text, noJson);
            }
        }

        String type() {
            return json().path("type").asText();
        }

        String cursor() {
            return json().path("cursor").asText();
        }
    }

    static SocketStream open(int port, String path, String... headers) {
        return open(port, path, true, headers);
    }

    /** One that reads pings and says nothing. */
    static SocketStream openSilent(int port, String path, String... headers) {
        return open(port, path, false, headers);
    }

    /** Sends a handshake, and is gone before it is answered. */
    static void leaveAtOnce(int port, String path, String... headers) {
        try (var socket = offer(port, path, headers)) {
            socket.setSoLinger(true, 0);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static Socket offer(int port, String path, String... headers) throws IOException {
        var head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + HANDSHAKE);
        for (var header : headers) {
            head.append(header).append("\r\n");
        }
        var socket = new Socket();
        socket.setReceiveBufferSize(16 * 1024);
        socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static SocketStream open(int port, String path, boolean answersPings, String... headers) {
        try {
            var socket = offer(port, path, headers);
            var in = new BufferedInputStream(socket.getInputStream());
            var statusLine = line(in);
            var heads = new LinkedHashMap<String, String>();
            for (var line = line(in); !line.isEmpty(); line = line(in)) {
                var colon = line.indexOf(':');
                heads.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            var status = Integer.parseInt(statusLine.split(" ")[1]);
            Documented.requireStatus("GET", path, status);
            return new SocketStream(path, socket, in, status, heads, answersPings);
        } catch (IOException failed) {
            throw new AssertionError("no answer to the handshake at " + path, failed);
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("ended within the head: " + line);
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    /** The next message; empty when there will be none. */
    Optional<Message> next() {
        var message = new ByteArrayOutputStream();
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            if (System.nanoTime() > until) {
                throw new AssertionError("nothing but pings came for 20 s");
            }
            var frame = frame();
            if (frame.isEmpty()) {
                return Optional.empty();
            }
            if (frame.get().opcode() <= TEXT) {
                message.writeBytes(frame.get().payload());
                if (frame.get().last()) {
                    var whole = message.toString(StandardCharsets.UTF_8);
                    Documented.requireFrame(target, whole);
                    return Optional.of(new Message(whole));
                }
            }
        }
    }

    private record Frame(boolean last, int opcode, byte[] payload) {}

    /** The next frame, pings answered and the end noted; empty when the server sends none any more. */
    private Optional<Frame> frame() {
        try {
            var first = in.read();
            if (first < 0) {
                return Optional.empty();
            }
            long length = in.read() & 0x7F;
            if (length > 125) {
                var more = in.readNBytes(length == 126 ? 2 : 8);
                length = 0;
                for (var octet : more) {
                    length = (length << 8) | (octet & 0xFF);
                }
            }
            var frame = new Frame((first & 0x80) != 0, first & 0x0F, in.readNBytes((int) length));
            note(frame);
            return Optional.of(frame);
        } catch (SocketTimeoutException late) {
            throw new AssertionError("nothing came for 20 s", late);
        } catch (IOException cut) {
            return Optional.empty();
        }
    }

    private void note(Frame frame) throws IOException {
        if (frame.opcode() == PING) {
            pings++;
            if (answersPings) {
                send(0x80 | PONG, frame.payload());
            }
        } else if (frame.opcode() == PONG) {
            pongs++;
        } else if (frame.opcode() == CLOSE) {
            var payload = frame.payload();
            closeCode = Optional.of(payload.length < 2 ? 1005 : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF);
            if (answersPings) {
                send(0x80 | CLOSE, payload);
            }
        }
    }

    /** The next message, which has to come. */
    Message message() {
        return next().orElseThrow(() -> new AssertionError("the stream ended with " + closeCode));
    }

    /** The next message of this type; others before it are passed over. */
    Message message(String type) {
        while (true) {
            var message = message();
            if (message.type().equals(type)) {
                return message;
            }
        }
    }

    /** All messages up to the end. */
    List<Message> rest() {
        var messages = new ArrayList<Message>();
        for (var message = next(); message.isPresent(); message = next()) {
            messages.add(message.get());
        }
        return messages;
    }

    /** Reads to the end; the code that the server closed with, or -1 where it was cut without a word. */
    int closeCode() {
        rest();
        return closeCode.orElse(-1);
    }

    void awaitPings(int number) {
        while (pings < number) {
            frame().orElseThrow(() -> new AssertionError("the stream ended before a ping came"));
        }
    }

    void awaitPongs(int number) {
        while (pongs < number) {
            frame().orElseThrow(() -> new AssertionError("the stream ended before a pong came"));
        }
    }

    void say(String text) {
        say(text.getBytes(StandardCharsets.UTF_8));
    }

    void say(byte[] text) {
        sendOrLeave(0x80 | TEXT, text);
    }

    /** Sends one masked frame; a server that is gone does not hear it. */
    void sendOrLeave(int first, byte[] payload) {
        try {
            send(first, payload);
        } catch (IOException gone) {
            // What it answered is still to be read.
        }
    }

    private void send(int first, byte[] payload) throws IOException {
        var frame = new ByteArrayOutputStream(payload.length + 14);
        frame.write(first);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 127);
            for (var shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift) & 0xFF);
            }
        }
        var mask = new byte[] {1, 2, 3, 4};
        frame.writeBytes(mask);
        for (var i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ mask[i % 4]);
        }
        sendRaw(frame.toByteArray());
    }

    /** Says that nothing more is coming; what the server has to say is still read. */
    void sayNoMore() throws IOException {
        socket.shutdownOutput();
    }

    void sendRaw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The body of an answer that is no upgrade. */
    String body() {
        try {
            var length = headers.getOrDefault("content-length", "0");
            var body = new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
            Documented.requireExchange("GET", target, "", new Answer(status, headers, body));
            return body;
        } catch (IOException cut) {
            throw new AssertionError(cut);
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
}
