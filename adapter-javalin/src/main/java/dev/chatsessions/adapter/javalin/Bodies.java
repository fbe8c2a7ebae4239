package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.Violation;
import dev.chatsessions.JsonValue;
import dev.chatsessions.Text;
import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;

/** The one reader of request bodies: bounded, strict about bytes, and about JSON (RFC 8259). */
final class Bodies {

    /** A thread waits for a body, and whoever sends no more shall not have it for long. */
    private static final Patience WANTED = new Patience(5_000, 15_000_000_000L);

    private static final Patience UNWANTED = new Patience(1_000, 5_000_000_000L);

    /** What is still taken of a body whose request is refused already: more is an upload gone astray. */
    private static final int DISCARDED_BYTES = 16 << 20;

    private final int limit;

    Bodies(int limit) {
        this.limit = limit;
    }

    /** How long a body may be silent, and how long it may take as a whole. */
    private record Patience(long silenceMillis, long wholeNanos) {}

    /** The JSON object in the request's body. */
    Body read(HttpServletRequest request) {
        requireJson(request);
        return parse(bytes(request));
    }

    /** The JSON object in the request's body, or an empty one where there is no body. */
    Body readIfAny(HttpServletRequest request) {
        if (request.getContentType() != null) {
            return read(request);
        }
        var bytes = bytes(request);
        if (bytes.length > 0) {
            throw Refusal.mediaType("A body needs Content-Type: application/json.");
        }
        return new Body(Json.object());
    }

    /** The body as it was sent, byte by byte: JSON, or sound. */
    Delivered delivered(HttpServletRequest request) {
        var isSound = contentType(request).strip().equals("application/octet-stream");
        if (!isSound) {
            requireJson(request);
        }
        return new Delivered(isSound, bytes(request));
    }

    /** The body's lines, as they come: of no greatest number, each of a greatest length. */
    Iterator<JsonValue.Fields> lines(HttpServletRequest request) {
        if (!contentType(request).split(";")[0].strip().equals(JsonLines.MEDIA_TYPE)) {
            throw Refusal.mediaType(JsonLines.MEDIA_TYPE, "Lines are sent as " + JsonLines.MEDIA_TYPE + ".");
        }
        try {
            return JsonLines.read(new BufferedInputStream(request.getInputStream()));
        } catch (IOException broken) {
            throw Refusal.brokenOff();
        }
    }

    /** The body of a delivery. */
    record Delivered(boolean isSound, byte[] bytes) {}

    /** Whether some of the body may be on its way still; not where the client waits for a go-ahead before it sends any. */
    static boolean isUnread(HttpServletRequest request) {
        var announced = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        if (!announced || request.getHeader("Expect") != null) {
            return false;
        }
        try {
            return !request.getInputStream().isFinished();
        } catch (IOException | HttpException.RuntimeException broken) {
            return false;
        }
    }

    /**
     * Takes the rest of a body that nobody wants, within limits. A connection that is closed while its client still sends is
     * reset, and the answer is lost with it; see RFC 9112, section 9.6.
     */
    static void discardRest(HttpServletRequest request) {
        try {
            pour(request, OutputStream.nullOutputStream(), DISCARDED_BYTES, UNWANTED);
        } catch (IOException | HttpException.RuntimeException broken) {
            // The client is gone or silent, or what it sends is not HTTP: it has its answer, and the container closes.
        }
    }

    /** Takes up to so much of the body; says whether that was its end. */
    private static boolean pour(HttpServletRequest request, OutputStream into, int most, Patience patience)
            throws IOException {
        var begun = System.nanoTime();
        var buffer = new byte[8_192];
        var left = most;
        var transport = Transport.of(request);
        transport.watch(patience.silenceMillis());
        try {
            var body = request.getInputStream();
            while (left > 0 && System.nanoTime() - begun < patience.wholeNanos()) {
                var read = body.read(buffer, 0, Math.min(left, buffer.length));
                if (read < 0) {
                    return true;
                }
                into.write(buffer, 0, read);
                left -= read;
            }
            return false;
        } finally {
            transport.watchAsUsual();
        }
    }

    /** Refuses a body that is not JSON in UTF-8, as it is. */
    private static void requireJson(HttpServletRequest request) {
        var parts = contentType(request).split(";");
        if (!parts[0].strip().equals("application/json")) {
            throw Refusal.mediaType("A body is sent as application/json.");
        }
        for (var i = 1; i < parts.length; i++) {
            var parameter = parts[i].replaceAll("[\\s\"]", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                throw Refusal.mediaType("JSON is sent in UTF-8.");
            }
        }
    }

    /** The one type of the body, in lower case; refuses one that is compressed. */
    private static String contentType(HttpServletRequest request) {
        var encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Refusal.mediaType("A body is sent without Content-Encoding.");
        }
        var types = Collections.list(request.getHeaders("Content-Type"));
        if (types.size() > 1) {
            throw Refusal.mediaType("A body has one Content-Type.");
        }
        return types.isEmpty() ? "" : types.get(0).toLowerCase(Locale.ROOT);
    }

    private byte[] bytes(HttpServletRequest request) {
        if (request.getContentLengthLong() > limit) {
            throw Refusal.tooLarge(limit);
        }
        var bytes = new ByteArrayOutputStream();
        try {
            if (!pour(request, bytes, limit + 1, WANTED) && bytes.size() <= limit) {
                throw Refusal.tooSlow();
            }
        } catch (IOException | HttpException.RuntimeException broken) {
            throw isSilence(broken) ? Refusal.tooSlow() : Refusal.brokenOff();
        }
        if (bytes.size() > limit) {
            throw Refusal.tooLarge(limit);
        }
        return bytes.toByteArray();
    }

    private static boolean isSilence(Throwable failure) {
        return failure instanceof TimeoutException || (failure.getCause() != null && isSilence(failure.getCause()));
    }

    private static Body parse(byte[] bytes) {
        JsonNode root;
        try {
            root = Json.read(decode(bytes));
        } catch (JsonProcessingException | CharacterCodingException malformed) {
            throw notJson();
        }
        if (!(root instanceof ObjectNode object)) {
            throw Refusal.malformedJson("The body is not a JSON object.");
        }
        return checked(object);
    }

    /** An object that came in; Invalid where it holds text that cannot be stored. */
    static Body checked(ObjectNode object) {
        var violations = new ArrayList<Violation>();
        collectUnstorable(object, "", violations);
        if (!violations.isEmpty()) {
            throw new Invalid("validation-failed", "the body holds text that cannot be stored", violations);
        }
        return new Body(object);
    }

    static Refusal notJson() {
        return Refusal.malformedJson("The body is not JSON in UTF-8.");
    }

    /** Before Jackson, which would take overlong forms and other encodings; in text it refuses a byte order mark too. */
    static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static void collectUnstorable(JsonNode node, String path, List<Violation> found) {
        if (node.isTextual() && !Text.isStorable(node.textValue())) {
            found.add(new Violation(path, "must not hold U+0000 or half of a surrogate pair"));
        }
        if (node.isArray()) {
            for (var i = 0; i < node.size(); i++) {
                collectUnstorable(node.get(i), join(path, Integer.toString(i)), found);
            }
        }
        if (node.isObject()) {
            node.properties().forEach(field -> {
                var name = Text.isStorable(field.getKey()) ? field.getKey() : "?";
                if (!name.equals(field.getKey())) {
                    found.add(new Violation(join(path, name), "must not hold U+0000 or half of a surrogate pair"));
                }
                collectUnstorable(field.getValue(), join(path, name), found);
            });
        }
    }

    private static String join(String path, String name) {
        var escaped = name.replace("~", "~0").replace("/", "~1");
        return path.isEmpty() ? escaped : path + "/" + escaped;
    }
}
