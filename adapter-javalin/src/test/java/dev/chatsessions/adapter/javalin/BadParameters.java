package dev.chatsessions.adapter.javalin;

import static dev.chatsessions.adapter.javalin.BadInputRows.alike;

import dev.chatsessions.RequestKey;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;

/** Query parameters, path parameters and headers that cannot be meant. */
record BadParameters(Target target) {

    void addTo(BadInputRows rows) {
        var limits = Map.of("H048", "abc", "H049", "0", "H050", "-1", "H051", "1001", "H052", "1e3", "H053", "");
        limits.forEach((id, limit) -> rows.refused(id, () -> target.get("/chat/history?limit=" + limit)));
        rows.refused("H055", () -> target.get("/me/sessions?cursor=!!"));
        rows.refused("H056", () -> target.get("/chat/history?before=" + cursorOfAnotherThread()));
        rows.refused("H057", () -> {
            var place = cursorOfAnotherThread();
            return target.get("/chat/history?thread_id=other&before=" + place + "&after=" + place);
        });
        rows.refused("H058", () -> target.get("/me/sessions?status=unknown"));
        rows.refused("H059", () -> target.raw("GET /threads/%zz/events"));
        rows.refused("H060", () -> target.raw("GET /threads/%00/events"));
        rows.refused("H061", () -> target.raw("GET /threads/a%0d%0ab/events"));
        rows.refused("H063", () -> alike(keyed("x".repeat(300)), rawKeyed(""), rawKeyed("caf\u00e9")));
    }

    private String cursorOfAnotherThread() {
        var threads = target.server.chat.threads();
        var other = threads.open(Target.ANA, target.session, ThreadStart.of("other"));
        var messages = List.of(NewMessage.assistant("first"), NewMessage.assistant("second"));
        threads.append(Target.ANA, other.id(), messages, RequestKey.none());
        var page = target.get("/chat/history?limit=1&thread_id=other");
        return Wire.json(page.body()).path("before").asText();
    }

    private Answer keyed(String key) {
        return target.send(target.chatRequest("application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(Target.HI)));
    }

    /** A key that the JDK's client would not send. */
    private Answer rawKeyed(String key) {
        return target.rawest("POST /chat HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + target.ana
                + "\r\nContent-Type: application/json\r\nContent-Length: " + Target.HI.length()
                + "\r\nIdempotency-Key: " + key + "\r\n\r\n" + Target.HI);
    }
}
