package dev.chatsessions.benchmarks;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How a listener asks to be told. */
enum Transport {
    SSE("Accept: text/event-stream\r\n", new byte[0]),
    WEBSOCKET(
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
            new byte[0]),
    /** Over a WebSocket, where a text of 40, masked with zeros, joins what everybody is told. */
    SOCKET_IO(WEBSOCKET.headers, new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, '4', '0'});

    private final String headers;

    private final byte[] opening;

    Transport(String headers, byte[] opening) {
        this.headers = headers;
        this.opening = opening;
    }

    byte[] request(URI address, Optional<String> place) {
        var query = address.getQuery() == null ? "" : "?" + address.getQuery();
        return ("GET " + address.getPath() + query + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n" + headers
                        + place.map(last -> "Last-Event-ID: " + last + "\r\n").orElse("") + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** What a listener says when it was let in. */
    byte[] opening() {
        return opening;
    }
}
