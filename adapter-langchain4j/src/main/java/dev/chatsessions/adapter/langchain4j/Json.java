package dev.chatsessions.adapter.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.chatsessions.JsonValue;
import dev.chatsessions.Text;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON as models write and read it. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /** The object that {@code text} is; empty when it is none that is kept. */
    static Optional<JsonValue.Fields> fields(String text) {
        try {
            return Optional.of(value(MAPPER.readTree(text)))
                    .filter(JsonValue.Fields.class::isInstance)
                    .map(JsonValue.Fields.class::cast);
        } catch (JsonProcessingException | IllegalArgumentException unfit) {
            return Optional.empty();
        }
    }

    private static JsonValue value(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> JsonValue.of(storable(node.textValue()));
            case NUMBER -> new JsonValue.Number(node.decimalValue());
            case BOOLEAN -> JsonValue.of(node.booleanValue());
            case ARRAY -> array(node);
            case OBJECT -> object(node);
            default -> new JsonValue.Null();
        };
    }

    private static JsonValue array(JsonNode node) {
        var items = new ArrayList<JsonValue>();
        node.forEach(item -> items.add(value(item)));
        return new JsonValue.Array(items);
    }

    private static JsonValue object(JsonNode node) {
        var fields = new LinkedHashMap<String, JsonValue>();
        node.properties().forEach(field -> fields.put(storable(field.getKey()), value(field.getValue())));
        return new JsonValue.Fields(fields);
    }

    /** A JSON Schema of type object, its properties as they are written. */
    static JsonObjectSchema schema(JsonValue.Fields schema) {
        var builder = JsonObjectSchema.builder();
        fieldsOf(schema, "properties")
                .forEach((name, property) -> builder.addProperty(name, JsonRawSchema.from(text(property))));
        var required = schema.fields().get("required") instanceof JsonValue.Array names
                ? names.items().stream()
                        .map(name -> ((JsonValue.Text) name).value())
                        .toList()
                : List.<String>of();
        return builder.required(required).build();
    }

    private static Map<String, JsonValue> fieldsOf(JsonValue.Fields parent, String name) {
        return parent.fields().get(name) instanceof JsonValue.Fields child ? child.fields() : Map.of();
    }

    /** As compact JSON. */
    static String text(JsonValue value) {
        return node(value).toString();
    }

    private static JsonNode node(JsonValue value) {
        var nodes = JsonNodeFactory.instance;
        if (value instanceof JsonValue.Text text) {
            return nodes.textNode(text.value());
        }
        if (value instanceof JsonValue.Number number) {
            return nodes.numberNode(number.value());
        }
        if (value instanceof JsonValue.Flag flag) {
            return nodes.booleanNode(flag.value());
        }
        if (value instanceof JsonValue.Array array) {
            var node = nodes.arrayNode();
            array.items().forEach(item -> node.add(node(item)));
            return node;
        }
        if (value instanceof JsonValue.Fields fields) {
            var node = nodes.objectNode();
            fields.fields().forEach((name, field) -> node.set(name, node(field)));
            return node;
        }
        return nodes.nullNode();
    }

    /** What a model or a tool wrote, with what no storage keeps (U+0000, half a pair) made visible as U+FFFD. */
    static String storable(String text) {
        if (Text.isStorable(text)) {
            return text;
        }
        var clean = new StringBuilder();
        text.codePoints()
                .map(point -> point == 0 || Character.MIN_SURROGATE <= point && point <= Character.MAX_SURROGATE
                        ? 0xFFFD
                        : point)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
