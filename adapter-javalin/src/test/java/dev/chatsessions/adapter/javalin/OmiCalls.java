package dev.chatsessions.adapter.javalin;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Links devices, and calls the webhook as they do. */
record OmiCalls(TestServer server) {

    void link(String token, String device) {
        Wire.ok(200, server.post(token, "/link/omi/start", "{\"omi_user_id\":\"" + device + "\"}"));
        var code = server.told.nextFor(device);
        Wire.ok(
                200,
                server.post(
                        token, "/link/omi/confirm", "{\"omi_user_id\":\"" + device + "\",\"code\":\"" + code + "\"}"));
    }

    HttpResponse<String> deliver(String device, String... segments) {
        return post("/omi-webhook?uid=" + device, body(segments));
    }

    HttpResponse<String> post(String path, String body) {
        return server.send(HttpRequest.newBuilder(server.uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    /** Has a conversation written down for good, under a number of its own. */
    HttpResponse<String> conclude(String device, int number, String... segments) {
        return post(
                "/omi-webhook?uid=" + device,
                "{\"id\":\"memory-" + number + "\",\"structured\":{\"title\":\"Number " + number
                        + "\"},\"transcript_segments\":" + array(segments) + "}");
    }

    static String body(String... segments) {
        return "{\"segments\":" + array(segments) + "}";
    }

    static String array(String... segments) {
        return Stream.of(segments).collect(Collectors.joining(",", "[", "]"));
    }

    /** What is said from that second on. */
    static String segment(int start, String text) {
        return "{\"id\":\"segment-" + start + "\",\"text\":" + Wire.quoted(text) + ",\"speaker\":\"SPEAKER_00\","
                + "\"is_user\":true,\"start\":" + start + ",\"end\":" + (start + 1) + "}";
    }
}
