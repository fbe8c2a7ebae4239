package dev.chatsessions.adapter.javalin;

import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An answer whichever client read it; header names in lower case. */
record Answer(int status, Map<String, String> headers, String body) {

    static Answer of(HttpResponse<String> response) {
        var headers = new TreeMap<String, String>();
        response.headers()
                .map()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return new Answer(response.statusCode(), headers, response.body());
    }

    /** Sends these bytes and nothing else. */
    static Answer toRaw(int port, String request) {
        try (var stream = EventStream.open(port, request, new byte[0])) {
            return new Answer(stream.status, stream.headers, stream.body());
        }
    }

    /** All that must not differ between what is absent and what is somebody else's. */
    String comparable() {
        var same = new TreeMap<>(headers);
        same.remove("date");
        return status + " " + same + " " + body;
    }
}
