package dev.chatsessions.examples.springboot;

import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A browser with its cookies. */
final class Shopper {

    private static final JsonMapper JSON = new JsonMapper();

    private final CookieManager cookies = new CookieManager();

    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    private final URI shop;

    private Shopper(int port) {
        this.shop = URI.create("http://127.0.0.1:" + port);
    }

    static Shopper whoOnlyLooks(int port) {
        return new Shopper(port);
    }

    static Shopper signedIn(int port, String name, String password) throws Exception {
        var shopper = new Shopper(port);
        var form = "username=" + name + "&password=" + URLEncoder.encode(password, StandardCharsets.UTF_8);
        shopper.get("/login");
        var answer = shopper.send(shopper.protectedPost("/login", "application/x-www-form-urlencoded", form));
        if (!answer.headers().firstValue("Location").orElse("").endsWith("/")) {
            throw new IllegalStateException(name + " was not let in: " + answer.statusCode());
        }
        // The session has another token against forgery now.
        shopper.get("/login");
        return shopper;
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    /** The shopper's thread of that name. */
    String open(String thread) throws Exception {
        return json(post("/threads", "{\"name\":\"" + thread + "\"}").body())
                .path("id")
                .asString();
    }

    HttpResponse<String> ask(String thread, String question) throws Exception {
        return post("/threads/" + thread + "/questions", "{\"text\":\"" + question + "\"}");
    }

    HttpResponse<String> order(String thread, String item) throws Exception {
        return post("/threads/" + thread + "/orders", "{\"item\":\"" + item + "\"}");
    }

    HttpResponse<String> post(String path, String json) throws Exception {
        return send(protectedPost(path, "application/json", json));
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(shop.resolve(path)));
    }

    Stream follow(String thread, Optional<String> last) throws IOException, InterruptedException {
        return new Stream(listen(thread, last).body());
    }

    HttpResponse<InputStream> listen(String thread) throws IOException, InterruptedException {
        return listen(thread, Optional.empty());
    }

    private HttpResponse<InputStream> listen(String thread, Optional<String> last)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(shop.resolve("/threads/" + thread + "/events"))
                .header("Accept", "text/event-stream");
        last.ifPresent(id -> request.header("Last-Event-ID", id));
        return client.send(request.build(), BodyHandlers.ofInputStream());
    }

    private HttpRequest.Builder protectedPost(String path, String type, String body) {
        return HttpRequest.newBuilder(shop.resolve(path))
                .header("Content-Type", type)
                .header("X-XSRF-TOKEN", token())
                .POST(BodyPublishers.ofString(body));
    }

    private String token() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no token against forgery"))
                .getValue();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
