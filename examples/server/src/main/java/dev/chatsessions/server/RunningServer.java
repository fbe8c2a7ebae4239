package dev.chatsessions.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chatsessions.TokenId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** The admin API of a server that runs already, here or elsewhere. */
record RunningServer(URI address, String adminToken) {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** How long the lines of one user may take. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final int NO_RIGHT = 403;

    private static final int NOT_THERE = 404;

    private static final int BAD_LINE = 422;

    private static final ObjectMapper JSON = new ObjectMapper();

    IssueTokenCommand.Issued issueToken(String user, IssueTokenCommand.Role role, Duration ttl) {
        var issued = issued(user, role, ttl);
        return new IssueTokenCommand.Issued(
                issued.path("token").asText(),
                issued.path("token_id").asText(),
                issued.path("expires_at").asText());
    }

    void revokeToken(TokenId token) {
        json("DELETE", "/admin/tokens/" + token);
    }

    private JsonNode issued(String user, IssueTokenCommand.Role role, Duration ttl) {
        var body = JSON.createObjectNode()
                .put("user_id", user)
                .put("role", role.name().toLowerCase(Locale.ROOT))
                .put("ttl", ttl.toSeconds());
        var request = request("/admin/tokens", adminToken)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .timeout(LIMIT)
                .build();
        return read(send(request, BodyHandlers.ofString()));
    }

    /** Pours all that is kept of a user, by a token of his for as long as it takes: admins read no messages. */
    void export(String user, OutputStream lines) throws IOException {
        var token = issued(user, IssueTokenCommand.Role.USER, LONGEST);
        try {
            var request = request("/me/export", token.path("token").asText())
                    .timeout(LONGEST)
                    .build();
            var response = send(request, BodyHandlers.ofInputStream());
            try (var body = response.body()) {
                if (response.statusCode() != 200) {
                    throw Failure.runningServer(
                            refusal(response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8)),
                            null);
                }
                body.transferTo(lines);
            }
        } finally {
            send(
                    request("/admin/tokens/" + token.path("token_id").asText(), adminToken)
                            .DELETE()
                            .timeout(LIMIT)
                            .build(),
                    BodyHandlers.discarding());
        }
    }

    /** Has it take in the lines of a user. */
    JsonNode take(String user, InputStream lines) {
        var request = request("/admin/users/" + encoded(user) + "/import", adminToken)
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofInputStream(() -> lines))
                .timeout(LONGEST)
                .build();
        var response = send(request, BodyHandlers.ofString());
        if (response.statusCode() == BAD_LINE) {
            throw Failure.data(detail(response.body()) + "; what came before it is imported", null);
        }
        return read(response);
    }

    /** What its own policies would do now. */
    JsonNode retentionPlan() {
        return json("GET", "/admin/retention/plan");
    }

    /** Begins to erase a user, unless that was begun. */
    JsonNode erase(String user) {
        return json("DELETE", "/admin/users/" + encoded(user));
    }

    JsonNode erasure(String user) {
        return json("GET", "/admin/users/" + encoded(user) + "/erasure");
    }

    private JsonNode json(String method, String path) {
        var request = request(path, adminToken)
                .method(method, BodyPublishers.noBody())
                .timeout(LIMIT)
                .build();
        return read(send(request, BodyHandlers.ofString()));
    }

    private JsonNode read(HttpResponse<String> response) {
        if (response.statusCode() == NO_RIGHT) {
            throw Failure.refused(refusal(response.statusCode(), response.body()));
        }
        if (response.statusCode() == NOT_THERE) {
            throw Failure.runningServer(
                    "what answers at " + address + " has no such thing: operators are served where serve says admin on",
                    null);
        }
        if (response.statusCode() >= 300) {
            throw Failure.runningServer(refusal(response.statusCode(), response.body()), null);
        }
        return json(response.body());
    }

    private JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw Failure.runningServer("what answers at " + address + " is no chat-sessions server", e);
        }
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(URI.create(address.toString().replaceFirst("/+$", "") + path))
                .header("Authorization", "Bearer " + token);
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) {
        try {
            return HttpClient.newBuilder().connectTimeout(LIMIT).build().send(request, body);
        } catch (IOException e) {
            throw Failure.runningServer("the server at " + address + " cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.runningServer("interrupted while asking the server at " + address, e);
        }
    }

    private String refusal(int status, String problem) {
        return "the server at " + address + " refuses with status " + status + ": " + detail(problem);
    }

    private String detail(String problem) {
        var read = json(problem);
        return read.path("detail").asText(read.path("title").asText("no reason given"));
    }

    private static String encoded(String user) {
        return URLEncoder.encode(user, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return "RunningServer[" + address + ", token hidden]";
    }
}
