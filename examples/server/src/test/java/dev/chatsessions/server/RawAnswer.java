package dev.chatsessions.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** What a server says to bytes that no HTTP client would send, up to the end of the connection. */
record RawAnswer(String text) {

    private static final String HEAD_END = "\r\n\r\n";

    static RawAnswer to(URI server, String request) {
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new RawAnswer(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int status() {
        return Integer.parseInt(text.split(" ")[1]);
    }

    boolean hasHeader(String header) {
        return text.substring(0, text.indexOf(HEAD_END) + 2).contains("\r\n" + header);
    }

    JsonNode json() {
        try {
            return new ObjectMapper().readTree(text.substring(text.indexOf(HEAD_END) + HEAD_END.length()));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
