package dev.chatsessions.core.work;

import dev.chatsessions.JsonValue;
import dev.chatsessions.spi.EventBody;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

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
            return ((JsonValue.Number) value(name)).value().longValueExact();
        }

        public boolean flag(String name) {
            return ((JsonValue.Flag) value(name)).value();
        }
    }
}
