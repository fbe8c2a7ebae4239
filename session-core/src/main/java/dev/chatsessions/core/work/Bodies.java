package dev.chatsessions.core.work;

import dev.chatsessions.JsonValue;
import dev.chatsessions.spi.EventBody;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes the data of an event, and reads it back. Pure. */
public final class Bodies {

    private Bodies() {}

    /** An event that tells of no thread, message or reply. */
    public static EventBody of(String kind, Consumer<Map<String, JsonValue>> data) {
        return new EventBody(
                kind, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), fields(data));
    }

    public static JsonValue.Fields fields(Consumer<Map<String, JsonValue>> data) {
        var fields = new LinkedHashMap<String, JsonValue>();
        data.accept(fields);
        return new JsonValue.Fields(fields);
    }

    /** The text; empty for JSON's null. */
    public static Optional<String> optionalText(JsonValue value) {
        return value instanceof JsonValue.Text text ? Optional.of(text.value()) : Optional.empty();
    }

    public static long number(JsonValue value) {
        return ((JsonValue.Number) value).value().longValueExact();
    }

    /** Reads what this program wrote; anything else in a log is a damaged log. */
    public record Reader(JsonValue.Fields data) {

        public JsonValue value(String name) {
            return optional(name).orElseThrow(() -> new IllegalStateException("a logged event has no " + name));
        }

        public Optional<JsonValue> optional(String name) {
            return Optional.ofNullable(data.fields().get(name));
        }

        public String text(String name) {
            return ((JsonValue.Text) value(name)).value();
        }

        public Optional<String> optionalText(String name) {
            return optional(name).map(value -> ((JsonValue.Text) value).value());
        }

        public long number(String name) {
            return Bodies.number(value(name));
        }

        /** The fields of an object, each as it is read. */
        public <V> Map<String, V> each(String name, Function<JsonValue, V> read) {
            var each = new LinkedHashMap<String, V>();
            ((JsonValue.Fields) value(name)).fields().forEach((field, value) -> each.put(field, read.apply(value)));
            return each;
        }

        public boolean flag(String name) {
            return ((JsonValue.Flag) value(name)).value();
        }
    }
}
