package dev.chatsessions.adapter.javalin;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** How what is told looks on its way. Relies on places being this program's own, which no JSON escapes. */
enum Framing {
    /** Server-sent events. */
    EVENT_STREAM {
        @Override
        byte[] event(String place, byte[] json) {
            return Sse.event(place, json);
        }

        @Override
        byte[] place(String place) {
            return Sse.place(place);
        }

        @Override
        byte[] comeBack(Duration wait) {
            return Sse.retry(wait);
        }
    },
    /** Server-sent events without places, which whoever reads them line by line may take for part of the data. */
    EVENT_LINES {
        @Override
        byte[] event(String place, byte[] json) {
            return Sse.line(json);
        }

        @Override
        byte[] place(String place) {
            return NOTHING;
        }
    },
    /** Each event is the JSON object that a server-sent event has as its data, with the place after it as {@code cursor}. */
    SOCKET {
        @Override
        byte[] event(String place, byte[] json) {
            var frame = new ByteArrayOutputStream(json.length + place.length() + 12);
            frame.write(json, 0, json.length - 1);
            frame.writeBytes((",\"cursor\":\"" + place + "\"}").getBytes(StandardCharsets.US_ASCII));
            return frame.toByteArray();
        }

        @Override
        byte[] place(String place) {
            return event(place, Json.bytes(Json.object().put("type", "place")));
        }
    };

    private static final byte[] NOTHING = {};

    /** What happened, and the place after it, to resume from; an empty place has the reader forget the one it came with. */
    abstract byte[] event(String place, byte[] json);

    /** A place to resume from, without an event. */
    abstract byte[] place(String place);

    /** When to come back after the stream broke; nothing where there is no place to come back to. */
    byte[] comeBack(Duration wait) {
        return NOTHING;
    }
}
