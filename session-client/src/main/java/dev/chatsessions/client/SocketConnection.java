package dev.chatsessions.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * A WebSocket, whose frames are the objects that server-sent events have as their data, each with its {@code cursor}. An
 * {@code error} without one is not of the stream but about this connection.
 */
final class SocketConnection implements Connection, WebSocket.Listener {

    private static final int LONGEST_MESSAGE = 8 << 20;

    private static final int NO_CREDENTIAL = 4401;

    private final Ear ear;

    private final StringBuilder message = new StringBuilder();

    private String refusal = "";

    private volatile Optional<WebSocket> socket = Optional.empty();

    private SocketConnection(Ear ear) {
        this.ear = ear;
    }

    /** @param request the same as for server-sent events */
    static SocketConnection open(WebSocket.Builder builder, HttpRequest request, Ear ear) {
        var connection = new SocketConnection(ear);
        request.timeout().ifPresent(builder::connectTimeout);
        request.headers().map().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        builder.buildAsync(addressOf(request.uri()), connection).whenComplete((opened, failure) -> {
            if (failure != null) {
                connection.notOpened(failure instanceof CompletionException ? failure.getCause() : failure);
            }
        });
        return connection;
    }

    private static URI addressOf(URI address) {
        return URI.create(address.toString().replaceFirst("^http", "ws"));
    }

    private void notOpened(Throwable failure) {
        if (failure instanceof WebSocketHandshakeException refused) {
            var response = refused.getResponse();
            Problem.tell(response, String.valueOf(response.body()), ear::refused);
        } else {
            ear.lost("cannot connect: " + failure.getMessage());
        }
    }

    @Override
    public void cut() {
        socket.ifPresent(WebSocket::abort);
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = Optional.of(opened);
        ear.heard();
        if (ear.isListening()) {
            opened.request(1);
        } else {
            opened.abort();
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        ear.heard();
        try {
            take(part, last);
        } catch (RuntimeException failure) {
            cut();
            ear.broken(failure);
            return null;
        }
        from.request(1);
        return null;
    }

    private void take(CharSequence part, boolean last) {
        if (message.length() + part.length() > LONGEST_MESSAGE) {
            throw new IllegalStateException("a message of the stream is over " + LONGEST_MESSAGE + " characters");
        }
        message.append(part);
        if (last) {
            var whole = message.toString();
            message.setLength(0);
            message.trimToSize();
            told(whole);
        }
    }

    private void told(String object) {
        var cursor = JsonFields.text(object, "cursor");
        if (cursor.isPresent()) {
            ear.event(cursor, Optional.of(object));
        } else {
            refusal = JsonFields.text(object, "code").orElse(refusal);
        }
    }

    @Override
    public CompletionStage<?> onPing(WebSocket from, ByteBuffer payload) {
        ear.heard();
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        if (code == NO_CREDENTIAL) {
            ear.refused(401, refusal, Optional.empty());
        } else {
            ear.lost("the line was closed: " + code + " " + reason);
        }
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        ear.lost("the line broke: " + failure.getMessage());
    }
}
