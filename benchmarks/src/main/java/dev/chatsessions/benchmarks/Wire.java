package dev.chatsessions.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept connection to a server on this machine, speaking just enough HTTP/1.1 that what is measured is the server. For
 * one thread.
 */
final class Wire implements AutoCloseable {

    private static final String CHUNKED = "transfer-encoding: chunked";

    private static final String LENGTH = "content-length:";

    private final Socket socket;

    private final InputStream in;

    Wire(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static byte[] get(String path, String token) {
        return request("GET", path, token, "");
    }

    static byte[] post(String path, String token, String body) {
        return request("POST", path, token, body);
    }

    private static byte[] request(String method, String path, String token, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return (method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                        + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
                        + (bytes.length == 0
                                ? ""
                                : "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n")
                        + "\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Sends the request and reads the whole answer, which has to be a 200. */
    void call(byte[] request) {
        try {
            send(request);
            var status = line();
            var length = 0;
            var chunked = false;
            for (var header = line(); !header.isEmpty(); header = line()) {
                var lower = header.toLowerCase(Locale.ROOT);
                chunked |= lower.equals(CHUNKED);
                if (lower.startsWith(LENGTH)) {
                    length = Integer.parseInt(lower.substring(LENGTH.length()).strip());
                }
            }
            var body = chunked ? chunks() : text(length);
            if (!status.startsWith("HTTP/1.1 200 ")) {
                throw new IllegalStateException(status + ": " + body);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void send(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
    }

    /** The next line, without its end. */
    String line() throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the server closed the connection after: " + line);
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private String chunks() throws IOException {
        var body = new StringBuilder();
        for (var size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.append(text(size));
            line();
        }
        line();
        return body.toString();
    }

    private String text(int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
