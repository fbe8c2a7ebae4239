package dev.chatsessions.examples.jdkserver;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Somebody who comes over HTTP with a name and a password. */
record Customer(int port, String name, String password) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** The thread of that name. */
    String opens(String thread) throws Exception {
        return posts("/threads", thread).body();
    }

    HttpResponse<String> posts(String path, String text) throws Exception {
        return CLIENT.send(request(path).POST(BodyPublishers.ofString(text)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> asks(String thread, String question, String key) throws Exception {
        var request = request("/threads/" + thread).header("Idempotency-Key", key);
        return CLIENT.send(request.POST(BodyPublishers.ofString(question)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> gets(String path) throws Exception {
        return CLIENT.send(request(path).build(), BodyHandlers.ofString());
    }

    Stream follows(String thread, Optional<String> last) throws IOException, InterruptedException {
        return new Stream(listens(thread, last).body());
    }

    HttpResponse<InputStream> listens(String thread, Optional<String> last) throws IOException, InterruptedException {
        var request = request("/threads/" + thread);
        last.ifPresent(id -> request.header("Last-Event-ID", id));
        return CLIENT.send(request.build(), BodyHandlers.ofInputStream());
    }

    /** The status of a POST as a browser sends it for a page. */
    int postsFrom(String header, String value) throws Exception {
        var request = request("/threads").header(header, value);
        return CLIENT.send(request.POST(BodyPublishers.ofString("main")).build(), BodyHandlers.discarding())
                .statusCode();
    }

    int heads(String path) throws Exception {
        var request = request(path).method("HEAD", BodyPublishers.noBody());
        return CLIENT.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private HttpRequest.Builder request(String path) {
        var login = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Basic " + login);
    }
}
