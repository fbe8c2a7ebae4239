package dev.chatsessions.adapter.javalin;

import dev.chatsessions.RequestKey;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/** Changes to a session, and to its state, that cannot be made. */
record BadSessions(Target target) {

    void addTo(BadInputRows rows) {
        rows.refused("H039", () -> change(target, session(), "{\"title\":\"" + "t".repeat(10_000) + "\"}"));
        rows.refused("H040", () -> state("[".repeat(9) + "]".repeat(9)));
        rows.refused("H041", () -> state("\"" + "x".repeat(16 * 1024) + "\""));
        rows.refused("H042", () -> change(target, session(), "{\"status\":\"dancing\"}"));
        rows.refused("H099", BadSessions::expired);
        rows.refused(
                "H100",
                () -> target.send(
                        request(target, session(), "{\"title\":\"late\"}").header("If-Match", "\"7\"")));
    }

    private String session() {
        return "/sessions/" + target.session;
    }

    private Answer state(String value) {
        return change(target, session() + "/state", "{\"key\":\"k\",\"value\":" + value + "}");
    }

    private static Answer expired() {
        var clock = new MovableClock();
        var storage = InMemoryStorage.builder().clock(clock).build();
        try (var own = new Target(storage, settings -> settings)) {
            var shared = own.server
                    .chat
                    .sessions()
                    .start(Target.ANA, SessionStart.of(SessionKind.SHARED), RequestKey.none());
            clock.forward(Duration.ofMinutes(61));
            return Answer.of(own.server.send(own.server
                    .request(own.server.token("ana"), "/sessions/" + shared.id() + "/state")
                    .header("Content-Type", "application/json")
                    .method("PATCH", BodyPublishers.ofString("{\"key\":\"k\",\"value\":1}"))));
        }
    }

    private static HttpRequest.Builder request(Target at, String path, String body) {
        return at.server
                .request(at.ana, path)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(body));
    }

    private static Answer change(Target at, String path, String body) {
        return at.send(request(at, path, body));
    }
}
