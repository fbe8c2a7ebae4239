package dev.chatsessions.adapter.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import dev.chatsessions.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What tools are asked by models, and told by servers. */
final class ToolText {

    private static final int LONGEST_QUERY = 400;

    private ToolText() {}

    /** A JSON Schema of these fields, each with its type and what it is for. */
    static JsonValue.Fields schema(Map<String, List<String>> fields, List<String> required) {
        var properties = new HashMap<String, JsonValue>();
        fields.forEach((name, about) -> properties.put(
                name,
                new JsonValue.Fields(
                        Map.of("type", JsonValue.of(about.get(0)), "description", JsonValue.of(about.get(1))))));
        return new JsonValue.Fields(Map.of(
                "type",
                JsonValue.of("object"),
                "properties",
                new JsonValue.Fields(properties),
                "required",
                new JsonValue.Array(required.stream()
                        .map(name -> (JsonValue) JsonValue.of(name))
                        .toList())));
    }

    /** A text that the model gave, no longer than any question to a server should be. */
    static Optional<String> text(JsonValue.Fields arguments, String name) {
        return Optional.ofNullable(arguments.fields().get(name))
                .filter(JsonValue.Text.class::isInstance)
                .map(value -> ((JsonValue.Text) value).value().strip())
                .filter(text -> !text.isEmpty())
                .map(text -> text.substring(0, Math.min(text.length(), LONGEST_QUERY)));
    }

    /** A whole number above 0 that the model gave, as a number or in words. */
    static Optional<Long> number(JsonValue.Fields arguments, String name) {
        return Optional.ofNullable(arguments.fields().get(name))
                .map(value -> value instanceof JsonValue.Number number
                        ? number.value().toPlainString()
                        : value instanceof JsonValue.Text text ? text.value() : "")
                .filter(text -> text.matches("[1-9][0-9]{0,11}"))
                .map(Long::valueOf);
    }

    /** What stands there, in one line without markup; empty where nothing does. */
    static String line(JsonNode node, String name) {
        return node.path(name)
                .asText("")
                .replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
