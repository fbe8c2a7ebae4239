package dev.chatsessions.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** A user's program, as far as these tests need one. */
record ChatClient(URI server, String token) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private static final ObjectMapper JSON = new ObjectMapper();

    JsonNode chat(String message) {
        return expect(200, asking("/chat", message).build());
    }

    JsonNode history() {
        return expect(200, request("/chat/history?limit=100").build());
    }

    int status(String path) {
        return send(request(path).build()).statusCode();
    }

    JsonNode get(String path) {
        return expect(200, request(path).build());
    }

    /** What is answered to this JSON. */
    JsonNode post(String path, String json) {
        return expect(200, json(path, json).build());
    }

    JsonNode put(String path, String json) {
        return expect(200, json(path, json).PUT(BodyPublishers.ofString(json)).build());
    }

    JsonNode created(String path, String json) {
        return expect(201, json(path, json).build());
    }

    JsonNode accepted(String path, String json) {
        return expect(202, json(path, json).build());
    }

    /** What is answered to this JSON with this status. */
    JsonNode json(String path, String json, int status) {
        return expect(status, json(path, json).build());
    }

    ChatStream stream(String message) {
        return open(asking("/chat/stream", message).build());
    }

    ChatStream resume(String lastEventId) {
        return open(request("/chat/stream").header("Last-Event-ID", lastEventId).build());
    }

    int statusOfResuming(String lastEventId) {
        return send(request("/chat/stream").header("Last-Event-ID", lastEventId).build())
                .statusCode();
    }

    /** What happens in a thread from now on. */
    ChatStream events(String thread) {
        return open(request("/threads/" + thread + "/events").build());
    }

    JsonNode stop() {
        return expect(
                200,
                request("/chat/stop")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}"))
                        .build());
    }

    private HttpRequest.Builder asking(String path, String message) {
        return json(path, JSON.valueToTree(Map.of("message", message)).toString());
    }

    private HttpRequest.Builder json(String path, String json) {
        return request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token);
    }

    private static JsonNode expect(int status, HttpRequest request) {
        var response = send(request);
        if (response.statusCode() != status) {
            throw new IllegalStateException(
                    request.uri() + " answered " + response.statusCode() + " " + response.body());
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(response.body(), e);
        }
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(request.uri() + " failed", e);
        }
    }

    private static ChatStream open(HttpRequest request) {
        try {
            HttpResponse<InputStream> response = HTTP.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(request.uri() + " answered " + response.statusCode());
            }
            return new ChatStream(response.body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(request.uri() + " failed", e);
        }
    }
}
