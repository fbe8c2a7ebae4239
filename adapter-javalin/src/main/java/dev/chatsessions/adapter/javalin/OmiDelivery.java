package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.Violation;
import dev.chatsessions.DeviceId;
import dev.chatsessions.Text;
import dev.chatsessions.webhook.Conclusion;
import dev.chatsessions.webhook.Delivery;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A call of Omi's, or of whoever speaks as Omi does: an object or a bare array, with its names in the address or in the
 * body.
 *
 * @param uid the device, as far as the call says
 * @param session the document's session; for Omi itself the uid
 * @param body what it brought; missing for sound
 */
record OmiDelivery(Optional<String> uid, Optional<String> session, JsonNode body) {

    private static final int LONGEST_NAME = 200;

    private static final List<String> NAMES_OF_UID = List.of("uid", "user_id");

    static OmiDelivery read(Query query, Bodies.Delivered delivered) {
        var body = delivered.isSound() ? Json.object().path("") : parse(delivered.bytes());
        return new OmiDelivery(uid(query, body), session(query, body), body);
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            var body = Json.read(Bodies.decode(bytes));
            if (body.isContainerNode()) {
                return body;
            }
        } catch (CharacterCodingException notUtf8) {
            throw new Invalid("body", "is not UTF-8");
        } catch (JsonProcessingException malformed) {
            throw Bodies.notJson();
        }
        throw Refusal.malformedJson("The body is neither a JSON object nor an array.");
    }

    private static Optional<String> uid(Query query, JsonNode body) {
        var given = NAMES_OF_UID.stream()
                .flatMap(name -> Stream.concat(query.values(name).stream(), inBody(body, name)))
                .toList();
        if (given.stream().distinct().count() > 1 || query.values("uid").size() > 1) {
            throw conflicting("is given in more than one way");
        }
        given.forEach(OmiDelivery::requireName);
        return given.stream().findFirst();
    }

    /** What is no text names nobody, like an empty one. */
    private static Stream<String> inBody(JsonNode body, String name) {
        return Optional.of(body.path(name))
                .filter(value -> !value.isMissingNode() && !value.isNull())
                .map(value -> value.isTextual() ? value.textValue() : "")
                .stream();
    }

    private static void requireName(String uid) {
        try {
            new DeviceId(LinkRoutes.OMI, uid);
        } catch (IllegalArgumentException unfit) {
            throw conflicting("must be 1 to " + LONGEST_NAME + " characters, not blank, without control characters");
        }
    }

    private static Optional<String> session(Query query, JsonNode body) {
        return query.value("session_id")
                .or(() -> Optional.of(body.path("session_id"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::textValue))
                .filter(text -> !text.isBlank());
    }

    /** Who it is from; empty where the call names nobody. */
    Optional<DeviceId> device() {
        return uid.or(() -> session).map(OmiDelivery::device);
    }

    /** How a conversation is written down for good; empty for any other call. */
    Optional<Conclusion> conclusion() {
        var id = body.path("id");
        if (!body.path("transcript_segments").isArray() || !id.isTextual() || !isName(id.textValue())) {
            return Optional.empty();
        }
        return Optional.of(new Conclusion(
                id.textValue(), startedAt(), title(), delivery(OmiSegments.read(body.path("transcript_segments")))));
    }

    /** What was heard, perhaps nothing. */
    Delivery delivery() {
        return delivery(segments());
    }

    OmiSegments segments() {
        return OmiSegments.read(body.isArray() ? body : body.path("segments"));
    }

    private Delivery delivery(OmiSegments segments) {
        return new Delivery(
                LinkRoutes.OMI,
                uid.map(OmiDelivery::device),
                session.or(() -> uid).orElseThrow(),
                segments.usable(),
                segments.skipped());
    }

    private Optional<Instant> startedAt() {
        try {
            return Optional.of(
                    OffsetDateTime.parse(body.path("started_at").asText()).toInstant());
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }

    private Optional<String> title() {
        return Optional.of(body.path("structured").path("title"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isBlank() && Text.isStorable(text))
                .map(text -> text.codePointCount(0, text.length()) <= LONGEST_NAME
                        ? text
                        : text.substring(0, text.offsetByCodePoints(0, LONGEST_NAME)));
    }

    private static boolean isName(String text) {
        return !text.isBlank() && text.length() <= LONGEST_NAME && Text.isStorable(text);
    }

    private static DeviceId device(String uid) {
        try {
            return new DeviceId(LinkRoutes.OMI, uid);
        } catch (IllegalArgumentException unfit) {
            throw new Invalid("session_id", "must be 1 to 200 characters without control characters");
        }
    }

    private static Invalid conflicting(String reason) {
        return new Invalid("conflicting-parameters", "uid " + reason, List.of(new Violation("uid", reason)));
    }
}
