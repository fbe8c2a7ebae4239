package dev.chatsessions.examples.sharedsession;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** What the bridge of a voice agent does: it opens the session, invites a page, and passes on the tools that are called. */
final class VoiceAgent implements AutoCloseable {

    private final URI server;

    private final String token;

    private final SessionSocket socket;

    private VoiceAgent(URI server, String token) {
        this.server = server;
        this.token = token;
        this.socket = SessionSocket.open(server, "token=" + token);
    }

    static VoiceAgent call(URI server, String token) {
        return new VoiceAgent(server, token);
    }

    String session() {
        return socket.session();
    }

    /** A link for one page, and the same as a picture. */
    JsonNode invite() {
        var request = HttpRequest.newBuilder(server.resolve("/sessions/" + session() + "/join-tokens"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"admission\":\"read_write\"}"))
                .build();
        try {
            return SessionSocket.read(HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while inviting", stopped);
        }
    }

    void awaitPage() {
        socket.next("page_ready");
    }

    void callTool(String name, String parameters) {
        socket.say("{\"type\":\"client_tool_call\",\"client_tool_call\":{\"tool_name\":\"" + name
                + "\",\"tool_call_id\":\"call-1\",\"parameters\":" + parameters + "}}");
    }

    JsonNode next(String type) {
        return socket.next(type);
    }

    @Override
    public void close() {
        socket.close();
    }
}
