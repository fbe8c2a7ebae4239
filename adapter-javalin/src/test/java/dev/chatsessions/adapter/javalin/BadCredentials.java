package dev.chatsessions.adapter.javalin;

import static dev.chatsessions.adapter.javalin.BadInputRows.alike;

import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import java.net.http.HttpRequest;
import java.time.Duration;

/** Credentials that are missing, wrong, in the wrong place, or somebody else's page's. */
record BadCredentials(Target target) {

    void addTo(BadInputRows rows) {
        rows.refused("H064", () -> target.send(request("/me").GET()));
        rows.refused(
                "H066",
                () -> target.send(
                        request("/me").header("Authorization", "Basic YTpi").GET()));
        rows.refused("H067", () -> target.raw("GET /me", "Authorization: Bearer " + target.ana));
        rows.refused("H068", this::expired);
        rows.refused(
                "H075",
                () -> alike(
                        target.send(request("/me?token=" + target.ana).GET()),
                        target.send(
                                request(target.path() + "?sid=" + target.ana).GET())));
        rows.refused(
                "H077",
                () -> target.send(target.withCookie("/me")
                        .header("Sec-Fetch-Site", "cross-site")
                        .GET()));
        rows.refused(
                "H078",
                () -> target.send(
                        target.withCookie("/me").header("Origin", "null").GET()));
        rows.refused("H079", () -> Answer.of(target.server.post(target.ana, "/admin/tokens", "{\"user_id\":\"x\"}")));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(target.server.uri(path));
    }

    private Answer expired() {
        var clock = new MovableClock();
        var storage = InMemoryStorage.builder().clock(clock).build();
        try (var later = new TestServer(storage, target.assistant, settings -> settings, options -> options)) {
            var token = later.issue("ana", Duration.ofMinutes(1)).secret();
            clock.forward(Duration.ofMinutes(2));
            return Answer.of(later.get(token, "/me"));
        }
    }
}
