package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What devices deliver that cannot be meant, and what is kept of it all the same. */
record BadDeliveries(Target target) {

    void addTo(BadInputRows rows) {
        names(rows);
        bodies(rows);
        segments(rows);
        copies(rows);
        http(rows);
        links(rows);
    }

    private void names(BadInputRows rows) {
        rows.refused("W036", () -> deliver("?uid=one", "{\"uid\":\"another\",\"segments\":[]}"));
        rows.refused("W037", () -> deliver("?uid=one&uid=one", "{\"segments\":[]}"));
        rows.refused(
                "W038",
                () -> BadInputRows.alike(
                        deliver("?uid=", "{\"segments\":[]}"), deliver("", "{\"uid\":\"\",\"segments\":[]}")));
        rows.refused("W039", () -> deliver("?uid=" + "u".repeat(257), "{\"segments\":[]}"));
        rows.holds("W041", () -> {
            var answer = taken(deliver("?uid=nobodys-w041", body(segment("a", "hi", 0))));
            assertEquals("1 0 false", answer);
        });
        rows.holds("W045", () -> uidIsTheSession("w045", "{\"segments\":[" + segment("a", "hi", 0) + "]}"));
        rows.holds(
                "W046",
                () -> uidIsTheSession("w046", "{\"session_id\":\"\",\"segments\":[" + segment("a", "hi", 0) + "]}"));
        rows.refused("W047", () -> deliver("", "{\"session_id\":\"" + "s".repeat(1_000_000) + "\",\"segments\":[]}"));
    }

    private void bodies(BadInputRows rows) {
        rows.holds("W048", () -> assertEquals("0 0", counted(deliver("?uid=w048", "{}"))));
        rows.holds("W049", () -> {
            for (var segments : List.of("\"none\"", "7", "{\"0\":{},\"1\":{\"text\":\"hi\"}}")) {
                assertEquals("0 0", counted(deliver("?uid=w049", "{\"segments\":" + segments + "}")), segments);
            }
        });
        rows.holds("W050", () -> {
            var many = IntStream.range(0, 10_001)
                    .map(number -> number % 1_000)
                    .mapToObj(i -> "{\"text\":\"" + i + "\",\"start\":" + i + ",\"end\":" + i + "}")
                    .toArray(String[]::new);
            assertEquals("10000 1", counted(deliver("?uid=w050", body(many))));
        });
        rows.refused(
                "W060",
                () -> target.send(to("?uid=w060")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(inLatin1()))));
        rows.holds("W061", () -> assertEquals("0 0", counted(deliver("?uid=w061", body()))));
        rows.holds("W062", () -> {
            var extra = segment("a", "hi", 0).replace("}", ",\"audio_alignment\":[{\"x\":1}],\"later\":null}");
            assertEquals("1 0", counted(deliver("?uid=w062", "{\"more\":{},\"segments\":[" + extra + "]}")));
        });
    }

    private void segments(BadInputRows rows) {
        skipped(rows, "W051", "{\"start\":1,\"end\":2}", "{\"text\":null,\"start\":1,\"end\":2}", with("text", "7"));
        skipped(rows, "W052", with("text", Wire.quoted("x".repeat(32 * 1024 + 1))));
        skipped(rows, "W053", with("is_user", "\"true\""));
        skipped(rows, "W054", with("start", "9"));
        skipped(rows, "W055", with("start", "-0.5"));
        skipped(rows, "W056", with("start", "1e400"), with("end", "1e400"));
        skipped(rows, "W057", with("start", "\"0\""));
        skipped(rows, "W058", "{\"text\":\"bad\",\"start\":1}");
        skipped(rows, "W059", with("text", "\"a\\u0000b\""), with("text", "\"\\ud800\""));
    }

    /** These are not taken, and what stands beside them is. */
    private void skipped(BadInputRows rows, String id, String... bad) {
        rows.holds(id, () -> {
            var all = Stream.concat(Stream.of(bad), Stream.of(segment("good", "good", 0)))
                    .toArray(String[]::new);
            assertEquals("1 " + bad.length, counted(deliver("?uid=" + id, body(all))));
            assertEquals(List.of("good"), heardBy(id));
        });
    }

    private void copies(BadInputRows rows) {
        rows.holds("W063", () -> {
            deliver("?uid=w063", body(segment("a", "one", 0), segment("b", "two", 0)));
            assertEquals(2, heardBy("w063").size());
        });
        rows.holds("W064", () -> {
            deliver("?uid=w064", body(segment("b", "second", 5), segment("a", "first", 1)));
            deliver("?uid=w064", body(segment("c", "between", 3)));
            assertEquals(List.of("first", "between", "second"), heardBy("w064"));
        });
        rows.holds("W065", () -> {
            deliver("?uid=w065", body(segment("a", "one", 0)));
            assertEquals("2 0", counted(deliver("?uid=w065", body(segment("a", "one", 0), segment("b", "two", 1)))));
            assertEquals(List.of("one", "two"), heardBy("w065"));
        });
        rows.holds("W066", () -> {
            var twice = segment("a", "one", 0);
            assertEquals(200, deliver("?uid=w066", body(twice, twice)).status());
            assertEquals(List.of("one"), heardBy("w066"));
        });
        rows.holds("W075", () -> {
            deliver("?uid=w075", body(segment("a", "one", 0)));
            deliver(
                    "?uid=w075",
                    "{\"id\":\"memory-1\",\"transcript_segments\":[" + segment("a", "one, for good", 0) + "]}");
            assertEquals("1 0", counted(deliver("?uid=w075", body(segment("b", "two", 90)))));
            assertEquals(List.of("two"), heardBy("w075"));
        });
    }

    private void http(BadInputRows rows) {
        rows.refused("W068", () -> target.get("/omi-webhook"));
        rows.refused(
                "W070",
                () -> target.send(
                        to("?uid=w070").header("Content-Type", "text/plain").POST(BodyPublishers.ofString("{}"))));
        rows.refused(
                "W071",
                () -> target.send(to("?uid=w071")
                        .header("Content-Type", "application/json")
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofString("{}"))));
        rows.refusedInTime(
                "W073",
                () -> target.raw(
                        "POST /omi-webhook?uid=w073", "Content-Type: application/json", "Content-Length: 100"));
    }

    private void links(BadInputRows rows) {
        rows.holds("L062", () -> {
            var linked = target.linkedDevice("l062");
            assertEquals("1 0 true", taken(deliver("?uid=" + linked, body(segment("a", "one", 0)))));
            target.server.delete(target.token("l062"), "/link/omi/" + linked);
            assertEquals("1 0 false", taken(deliver("?uid=" + linked, body(segment("b", "two", 1)))));
        });
        rows.refused("L063", () -> {
            var device = target.linkedDevice("l063");
            var token = target.token("l063");
            var secret = Wire.ok(
                            201,
                            target.server.post(token, "/webhook-secrets", "{\"provider\":\"omi\",\"kind\":\"path\"}"))
                    .path("secret")
                    .asText();
            var path = "/omi-webhook/" + secret + "?uid=" + device;
            assertEquals(200, deliverTo(path, body(segment("a", "one", 0))).status());
            target.server.delete(token, "/link/omi/" + device);
            return deliverTo(path, body(segment("b", "two", 1)));
        });
    }

    private void uidIsTheSession(String uid, String body) {
        assertEquals("1 0", counted(deliver("?uid=" + uid, body)));
        assertEquals("1 0", counted(deliver("", named("\"session_id\":\"" + uid + "\",", segment("a", "hi", 0)))), uid);
        assertEquals(List.of("hi"), heardBy(uid));
    }

    private Answer deliver(String query, String body) {
        return deliverTo("/omi-webhook" + query, body);
    }

    private Answer deliverTo(String path, String body) {
        return target.send(HttpRequest.newBuilder(target.server.uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder to(String query) {
        return HttpRequest.newBuilder(target.server.uri("/omi-webhook" + query));
    }

    /** What was taken and what was skipped, of an answer with all its fields. */
    private static String counted(Answer answer) {
        return taken(answer).replaceFirst(" (true|false)$", "");
    }

    private static String taken(Answer answer) {
        assertEquals(200, answer.status(), answer::body);
        var body = Wire.json(answer.body());
        assertTrue(body.path("linked").isBoolean(), answer::body);
        assertFalse(body.has("message"), answer::body);
        return body.path("accepted").intValue() + " " + body.path("skipped").intValue() + " "
                + body.path("linked").asBoolean();
    }

    /** What the device's user reads once it is his: of what is current, the texts. */
    private List<String> heardBy(String device) {
        var user = "user-of-" + device;
        target.link(user, device);
        var messages = Wire.ok(200, target.server.get(target.token(user), "/conversations/current"))
                .path("messages");
        return Wire.texts(messages, "text");
    }

    private static String body(String... segments) {
        return named("", segments);
    }

    private static String named(String names, String... segments) {
        return "{" + names + "\"segments\":[" + Stream.of(segments).collect(Collectors.joining(",")) + "]}";
    }

    private static String segment(String id, String text, int start) {
        return "{\"id\":\"" + id + "\",\"text\":\"" + text + "\",\"is_user\":true,\"start\":" + start + ",\"end\":"
                + (start + 1) + "}";
    }

    /** A good segment but for one field. */
    private static String with(String field, String value) {
        var fields = new ArrayList<>(List.of("\"text\":\"bad\"", "\"is_user\":true", "\"start\":1", "\"end\":2"));
        fields.removeIf(each -> each.startsWith("\"" + field + "\""));
        fields.add("\"" + field + "\":" + value);
        return "{" + String.join(",", fields) + "}";
    }

    private static byte[] inLatin1() {
        return body(segment("a", "caf\u00e9", 0)).getBytes(StandardCharsets.ISO_8859_1);
    }
}
