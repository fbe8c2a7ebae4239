package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;

/** JSON on the wire: read strictly, written in snake_case. */
final class Json {

    private static final int MAX_DEPTH = 50;

    private static final int LONGEST_WRITTEN_OUT = 20;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(50)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addModule(new SimpleModule("chat-sessions")
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(new OptionalSerializer()))
            .build();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** As what {@link #bytes} would write, to be added to. */
    static ObjectNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** A value of the domain as Jackson's. */
    static JsonNode node(JsonValue value) {
        var nodes = JsonNodeFactory.instance;
        if (value instanceof JsonValue.Flag flag) {
            return nodes.booleanNode(flag.value());
        }
        if (value instanceof JsonValue.Number number) {
            return node(number.value());
        }
        if (value instanceof JsonValue.Text text) {
            return nodes.textNode(text.value());
        }
        if (value instanceof JsonValue.Array array) {
            var items = nodes.arrayNode();
            array.items().forEach(item -> items.add(node(item)));
            return items;
        }
        if (value instanceof JsonValue.Fields fields) {
            var object = nodes.objectNode();
            fields.fields().forEach((name, field) -> object.set(name, node(field)));
            return object;
        }
        return nodes.nullNode();
    }

    /** A whole number of usual size is written out: readers that see an exponent take it for a fraction. */
    private static JsonNode node(BigDecimal number) {
        var nodes = JsonNodeFactory.instance;
        var isWhole = number.scale() <= 0 && number.scale() > -LONGEST_WRITTEN_OUT;
        return isWhole ? nodes.numberNode(number.toBigInteger()) : nodes.numberNode(number);
    }

    /** A value of Jackson's as the domain's; Invalid where it holds a number that is too long for it. */
    static JsonValue value(JsonNode node) {
        if (node.isBoolean()) {
            return JsonValue.of(node.booleanValue());
        }
        if (node.isNumber()) {
            return number(node.decimalValue());
        }
        if (node.isTextual()) {
            return JsonValue.of(node.textValue());
        }
        if (node.isArray()) {
            var items = new ArrayList<JsonValue>();
            node.forEach(item -> items.add(value(item)));
            return new JsonValue.Array(items);
        }
        if (node.isObject()) {
            var fields = new LinkedHashMap<String, JsonValue>();
            node.properties().forEach(field -> fields.put(field.getKey(), value(field.getValue())));
            return new JsonValue.Fields(fields);
        }
        return new JsonValue.Null();
    }

    private static JsonValue number(BigDecimal value) {
        try {
            return new JsonValue.Number(value);
        } catch (IllegalArgumentException tooLong) {
            throw new Invalid("value", "holds a number of more than 100 digits or with an exponent beyond 1000");
        }
    }

    /** Reads one JSON value and nothing after it; missing when there is none. */
    static JsonNode read(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    /** Present as its value, absent as null or, where a component asks for it, left out. */
    private static final class OptionalSerializer extends StdSerializer<Optional<?>> {

        private static final long serialVersionUID = 1L;

        OptionalSerializer() {
            super(Optional.class, false);
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, Optional<?> value) {
            return value.isEmpty();
        }

        @Override
        public void serialize(Optional<?> value, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            provider.defaultSerializeValue(value.orElse(null), generator);
        }
    }
}
