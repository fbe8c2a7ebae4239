package dev.chatsessions.examples.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A question for permission as the server takes it: no larger and no deeper than that. Pure. */
final class PermissionJson {

    private static final int LONGEST_TITLE = 500;

    private static final int LONGEST_NAME = 200;

    private static final int MOST_BYTES = 8 << 10;

    private static final int DEEPEST = 8;

    private static final int MOST_OPTIONS = 20;

    private PermissionJson() {}

    static ObjectNode of(ObjectNode fields, String id, PermissionAsk ask) {
        var request = fields.put("request_id", id).put("title", cut(ask.title(), LONGEST_TITLE));
        request.set("tool_call", toolCall(ask.toolCall()));
        var options = request.putArray("options");
        elements(ask.options())
                .limit(MOST_OPTIONS)
                .forEach(option -> options.addObject()
                        .put("option_id", option.path("optionId").asText())
                        .put("name", cut(option.path("name").asText(), LONGEST_NAME))
                        .put("kind", option.path("kind").asText()));
        return request;
    }

    private static String cut(String text, int most) {
        var line = Line.of(text, most);
        return line.isEmpty() ? "?" : line;
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    /** All of it, or where that is too much what says which one it is. */
    private static JsonNode toolCall(JsonNode call) {
        var size = call.toString().getBytes(StandardCharsets.UTF_8).length;
        if (call.isObject() && size <= MOST_BYTES && depth(call) <= DEEPEST && isStorable(call)) {
            return call;
        }
        var known = ServerApi.fields();
        List.of("toolCallId", "kind")
                .forEach(name -> known.put(name, cut(call.path(name).asText(), LONGEST_NAME)));
        return known;
    }

    private static int depth(JsonNode node) {
        return node.isContainerNode()
                ? 1 + elements(node).mapToInt(PermissionJson::depth).max().orElse(0)
                : 0;
    }

    private static boolean isStorable(JsonNode node) {
        return Line.isStorable(node.asText())
                && elements(node).allMatch(PermissionJson::isStorable)
                && node.propertyStream().map(Map.Entry::getKey).allMatch(Line::isStorable);
    }
}
