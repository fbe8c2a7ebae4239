package dev.chatsessions.adapter.jdbi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.chatsessions.JsonValue;
import dev.chatsessions.thread.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Writes values and parts of messages as JSON text, and reads them back. */
final class Json {

    private static final ObjectMapper MAPPER = mapper();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Json() {}

    static String write(JsonValue value) {
        return text(node(value));
    }

    static JsonValue read(String json) {
        return value(tree(json));
    }

    static JsonValue.Fields readFields(String json) {
        return (JsonValue.Fields) read(json);
    }

    static String writeTexts(List<String> texts) {
        var array = NODES.arrayNode();
        texts.forEach(text -> array.add(Values.requireStorable(text)));
        return text(array);
    }

    static List<String> readTexts(String json) {
        var texts = new ArrayList<String>();
        tree(json).forEach(item -> texts.add(item.textValue()));
        return texts;
    }

    static String writeParts(List<Part> parts) {
        var array = NODES.arrayNode();
        for (var part : parts) {
            var node = array.addObject();
            if (part instanceof Part.Text text) {
                node.put("type", "text").put("text", text.text());
            } else if (part instanceof Part.ToolCall call) {
                node.put("type", "tool_call").put("call", call.callId()).put("name", call.name());
                node.put("arguments", call.arguments());
            } else if (part instanceof Part.ToolResult result) {
                node.put("type", "tool_result").put("call", result.callId()).put("name", result.name());
                node.put("result", result.result());
            } else if (part instanceof Part.Notice notice) {
                node.put("type", "notice").put("text", notice.text());
            } else {
                throw new IllegalArgumentException(
                        "unknown part " + part.getClass().getName());
            }
        }
        return text(array);
    }

    static List<Part> readParts(String json) {
        var parts = new ArrayList<Part>();
        for (var node : tree(json)) {
            var type = node.get("type").textValue();
            parts.add(
                    switch (type) {
                        case "text" -> new Part.Text(node.get("text").textValue());
                        case "tool_call" ->
                            new Part.ToolCall(
                                    node.get("call").textValue(),
                                    node.get("name").textValue(),
                                    node.get("arguments").textValue());
                        case "tool_result" ->
                            new Part.ToolResult(
                                    node.get("call").textValue(),
                                    node.get("name").textValue(),
                                    node.get("result").textValue());
                        case "notice" -> new Part.Notice(node.get("text").textValue());
                        default -> throw new IllegalStateException("unknown type of part " + type);
                    });
        }
        return parts;
    }

    private static JsonNode node(JsonValue value) {
        if (value instanceof JsonValue.Flag flag) {
            return NODES.booleanNode(flag.value());
        }
        if (value instanceof JsonValue.Number number) {
            return NODES.numberNode(number.value());
        }
        if (value instanceof JsonValue.Text text) {
            return NODES.textNode(text.value());
        }
        if (value instanceof JsonValue.Array array) {
            var node = NODES.arrayNode();
            array.items().forEach(item -> node.add(node(item)));
            return node;
        }
        if (value instanceof JsonValue.Fields fields) {
            var node = NODES.objectNode();
            fields.fields().forEach((name, field) -> node.set(name, node(field)));
            return node;
        }
        return NODES.nullNode();
    }

    private static JsonValue value(JsonNode node) {
        if (node.isObject()) {
            var fields = new LinkedHashMap<String, JsonValue>();
            node.properties().forEach(field -> fields.put(field.getKey(), value(field.getValue())));
            return new JsonValue.Fields(fields);
        }
        if (node.isArray()) {
            var items = new ArrayList<JsonValue>();
            node.forEach(item -> items.add(value(item)));
            return new JsonValue.Array(items);
        }
        if (node.isTextual()) {
            return new JsonValue.Text(node.textValue());
        }
        if (node.isNumber()) {
            return new JsonValue.Number(node.decimalValue());
        }
        return node.isBoolean() ? new JsonValue.Flag(node.booleanValue()) : new JsonValue.Null();
    }

    private static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of JSON could not be written", impossible);
        }
    }

    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("what is stored is not JSON", failure);
        }
    }

    /** Reads whatever it wrote: parts as long as a message, and PostgreSQL writes 1e-1000 with all its digits. */
    private static ObjectMapper mapper() {
        var mapper = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNumberLength(10_000)
                        .build());
        return mapper;
    }
}
