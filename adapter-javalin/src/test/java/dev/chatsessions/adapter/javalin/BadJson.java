package dev.chatsessions.adapter.javalin;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Bodies that are no JSON, not sent as JSON, or too large. */
record BadJson(Target target) {

    void addTo(BadInputRows rows) {
        syntax(rows);
        bytes(rows);
        mediaTypes(rows);
        sizes(rows);
    }

    private void syntax(BadInputRows rows) {
        rows.refused("H001", () -> target.chat("{\"message\":"));
        rows.refused("H003", () -> target.chat("null"));
        rows.refused("H004", () -> target.chat("[]"));
        rows.refused("H005", () -> target.chat("\"hi\""));
        rows.refused("H008", () -> target.chat("{\"message\":NaN}"));
        rows.refused("H010", () -> target.chat("{'message':'hi'}"));
        rows.refused("H015", () -> target.chat("{\"message\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}"));
        rows.refused("H016", () -> target.chat("{\"message\":\"hi\",\"n\":" + "9".repeat(10_000) + "}"));
    }

    private void bytes(BadInputRows rows) {
        rows.refused("H011", () -> target.chat("\uFEFF" + Target.HI));
        rows.refused("H012", () -> withBytes(0xff, 0xfe));
        rows.refused("H013", () -> withBytes(0xc0, 0xaf));
        rows.refused("H014", () -> send("application/json", Target.HI.getBytes(StandardCharsets.UTF_16)));
    }

    private void mediaTypes(BadInputRows rows) {
        var hi = Target.HI.getBytes(StandardCharsets.UTF_8);
        var types = Map.of(
                "H017", "text/plain",
                "H019", "application/x-www-form-urlencoded",
                "H020", "multipart/form-data; boundary=x",
                "H021", "application/json; charset=iso-8859-1");
        types.forEach((id, type) -> rows.refused(id, () -> send(type, hi)));
        rows.refused(
                "H022",
                () -> target.send(target.chatRequest("application/json")
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(hi))));
    }

    private void sizes(BadInputRows rows) {
        var tooLarge = ("{\"message\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
        rows.refused("H023", () -> send("application/json", tooLarge));
        rows.refused(
                "H024",
                () -> target.send(target.chatRequest("application/json")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLarge)))));
    }

    /** A message with these bytes in the middle of its text. */
    private Answer withBytes(int... wrong) {
        var body = "{\"message\":\"a??b\"}".getBytes(StandardCharsets.UTF_8);
        for (var i = 0; i < wrong.length; i++) {
            body[Target.HI.indexOf("hi") + 1 + i] = (byte) wrong[i];
        }
        return send("application/json", body);
    }

    private Answer send(String contentType, byte[] body) {
        return target.send(target.chatRequest(contentType).POST(BodyPublishers.ofByteArray(body)));
    }
}
