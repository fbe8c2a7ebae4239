package dev.chatsessions.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;

/** The admin API of a server that runs already, here or elsewhere. */
record RunningServer(URI address, String adminToken) {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int NO_RIGHT = 403;

    private static final int NOT_THERE = 404;

    private static final ObjectMapper JSON = new ObjectMapper();

    String issueToken(String user, IssueTokenCommand.Role role, Duration ttl) {
        var body = JSON.createObjectNode()
                .put("user_id", user)
                .put("role", role.name().toLowerCase(Locale.ROOT))
                .put("ttl", ttl.toSeconds());
        return post("/admin/tokens", body).path("token").asText();
    }

    private JsonNode post(String path, JsonNode body) {
        var request = HttpRequest.newBuilder(URI.create(address.toString().replaceFirst("/+$", "") + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + adminToken)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        try {
            var response = HttpClient.newBuilder().connectTimeout(LIMIT).build().send(request, BodyHandlers.ofString());
            if (response.statusCode() == NO_RIGHT) {
                throw Failure.refused(refusal(response));
            }
            if (response.statusCode() == NOT_THERE) {
                throw Failure.runningServer(
                        "what answers at " + address + " serves no operators: they are where serve says admin on",
                        null);
            }
            if (response.statusCode() >= 300) {
                throw Failure.runningServer(refusal(response), null);
            }
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw Failure.runningServer("what answers at " + address + " is no chat-sessions server", e);
        } catch (IOException e) {
            throw Failure.runningServer("the server at " + address + " cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.runningServer("interrupted while asking the server at " + address, e);
        }
    }

    private String refusal(HttpResponse<String> response) throws JsonProcessingException {
        var problem = JSON.readTree(response.body());
        return "the server at " + address + " refuses with status " + response.statusCode() + ": "
                + problem.path("detail").asText(problem.path("title").asText("no reason given"));
    }

    @Override
    public String toString() {
        return "RunningServer[" + address + ", token hidden]";
    }
}
