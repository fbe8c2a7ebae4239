package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import dev.chatsessions.session.SessionEvent.Notice;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The frames of {@code /ws}: each has {@code session_id} and {@code timestamp}, and a broadcast has the fields it came with. */
final class SharedFrames {

    /** What only the server says; with any of these a client's broadcast would pass for ours. */
    private static final Pattern OURS = Pattern.compile(
            "(session|state|thread|message|reply|presence|link|permission|conversation)_.*|presence|session|hello|gap|snapshot|end|place"
                    + "|notice|error|ack|ping|pong");

    /** What a broadcast does not keep: the server says it, or it was said to the server. */
    private static final Set<String> ENVELOPE =
            Set.of("type", "session_id", "timestamp", "cursor", "durable", "client_key");

    private SharedFrames() {}

    /** An event of a session's log. */
    static ObjectNode from(LiveEvent event) {
        var session = ((LogScope.OfSession) event.scope()).session();
        if (event instanceof Notice notice) {
            return signed(broadcast(notice.type(), Json.node(notice.body())), session, event.at());
        }
        return signed(EventJson.from(event), session, event.at());
    }

    /** What somebody tells everybody; a body that is no object is its {@code data}. */
    static ObjectNode broadcast(String type, JsonNode body) {
        var frame = Json.object().put("type", type);
        if (body instanceof ObjectNode fields) {
            frame.setAll(said(fields));
        } else {
            frame.set("data", body);
        }
        return frame;
    }

    /** What of a frame is for the others. */
    static ObjectNode said(ObjectNode frame) {
        return frame.deepCopy().without(ENVELOPE);
    }

    static ObjectNode signed(ObjectNode frame, SessionId session, Instant at) {
        return signed(frame, Optional.of(session), at);
    }

    /** The same where no session may be known. */
    static ObjectNode signed(ObjectNode frame, Optional<SessionId> session, Instant at) {
        session.ifPresent(known -> frame.put("session_id", known.toString()));
        return frame.put("timestamp", at.toEpochMilli());
    }

    /** Refuses a type that is the server's own. */
    static void requireTheirs(String type) {
        if (OURS.matcher(type).matches()) {
            throw new MeaninglessFrame("reserved-type", "Only the server says this.");
        }
    }
}
