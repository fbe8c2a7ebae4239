package dev.chatsessions.adapter.javalin;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeResponse;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;

/** The handshake of a WebSocket (RFC 6455, section 4.2). */
final class Upgrade {

    static final String VERSION = "Sec-WebSocket-Version";

    private static final int KEY_BYTES = 16;

    private Upgrade() {}

    /** Whether a request asks for a WebSocket, as it should be or not. */
    static boolean isAskedFor(HttpServletRequest request) {
        return names(request, "Upgrade", "websocket");
    }

    /** Refuses a request that is no handshake as it should be. */
    static void require(HttpServletRequest wrapped) {
        var request = Transport.unwrapped(wrapped);
        if (!isAskedFor(request) || !"13".equals(request.getHeader(VERSION))) {
            throw new Refusal(426, "upgrade-required", "This server speaks version 13.", Map.of(VERSION, "13"));
        }
        if (!names(request, "Connection", "upgrade") || !hasKey(request)) {
            throw new Refusal(400, "malformed-request", "This is not the handshake of a WebSocket.");
        }
    }

    /** Whether a sub-protocol is among those that are offered. */
    static boolean offers(HttpServletRequest request, String protocol) {
        return Collections.list(request.getHeaders("Sec-WebSocket-Protocol")).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .anyMatch(value -> value.strip().equals(protocol));
    }

    private static boolean names(HttpServletRequest request, String header, String token) {
        return Collections.list(request.getHeaders(header)).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .anyMatch(value -> value.strip().equalsIgnoreCase(token));
    }

    private static boolean hasKey(HttpServletRequest request) {
        try {
            var key = request.getHeader("Sec-WebSocket-Key");
            return key != null && Base64.getDecoder().decode(key.strip()).length == KEY_BYTES;
        } catch (IllegalArgumentException noKey) {
            return false;
        }
    }

    /**
     * Accepts the handshake: with no sub-protocol but this, as one that carries a credential must not come back, and without
     * extensions, as those that compress keep memory for each socket.
     */
    static void accept(Context ctx, Socket socket, Optional<String> protocol) {
        var request = Transport.unwrapped(ctx.req());
        try {
            var container = JettyWebSocketServerContainer.getContainer(request.getServletContext());
            if (!container.upgrade((offer, response) -> answer(response, socket, protocol), request, ctx.res())) {
                throw new Refusal(400, "malformed-request", "This cannot become a WebSocket.");
            }
        } catch (IOException gone) {
            throw new Refusal(400, "malformed-request", "The client left within the handshake.");
        }
    }

    private static Object answer(JettyServerUpgradeResponse response, Socket socket, Optional<String> protocol) {
        protocol.ifPresent(response::setAcceptedSubProtocol);
        response.setExtensions(List.of());
        return socket.listener();
    }
}
