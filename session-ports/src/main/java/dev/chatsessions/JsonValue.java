package dev.chatsessions;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A value of JSON (RFC 8259), immutable, without a parser: adapters convert. Equal by meaning: the order of fields and
 * the scale of a number ({@code 1.0} and {@code 1}) do not matter.
 */
public sealed interface JsonValue {

    /** The largest value that state, labels and attributes may hold, in bytes of compact UTF-8 JSON. */
    int MAX_BYTES = 16 * 1024;

    /** The deepest nesting allowed there; a scalar has depth 1. */
    int MAX_DEPTH = 8;

    /** How deeply it is nested; a scalar has depth 1. */
    int depth();

    /** How many bytes it takes as compact UTF-8 JSON, escapes counted as short as JSON allows. */
    int bytes();

    static Text of(String value) {
        return new Text(value);
    }

    static Number of(long value) {
        return new Number(BigDecimal.valueOf(value));
    }

    static Flag of(boolean value) {
        return new Flag(value);
    }

    /** JSON's {@code null}. */
    record Null() implements JsonValue {
        @Override
        public int depth() {
            return 1;
        }

        @Override
        public int bytes() {
            return 4;
        }
    }

    /** {@code true} or {@code false}. */
    record Flag(boolean value) implements JsonValue {
        @Override
        public int depth() {
            return 1;
        }

        @Override
        public int bytes() {
            return value ? 4 : 5;
        }
    }

    /** A number of at most 100 digits with an exponent within ±1,000. */
    record Number(BigDecimal value) implements JsonValue {
        public Number {
            value = requireNonNull(value, "value").stripTrailingZeros();
            if (value.precision() > 100 || Math.abs((long) value.scale()) > 1_000) {
                throw new IllegalArgumentException("number has more than 100 digits or an exponent beyond 1000");
            }
        }

        @Override
        public int depth() {
            return 1;
        }

        @Override
        public int bytes() {
            return value.toString().length();
        }
    }

    /** A text that every storage keeps alike: no U+0000, no half of a surrogate pair. */
    record Text(String value) implements JsonValue {
        public Text {
            if (!dev.chatsessions.Text.isStorable(value)) {
                throw new IllegalArgumentException("text holds U+0000 or half a surrogate pair");
            }
        }

        @Override
        public int depth() {
            return 1;
        }

        @Override
        public int bytes() {
            var size = 2 + dev.chatsessions.Text.utf8Length(value);
            for (var i = 0; i < value.length(); i++) {
                var unit = value.charAt(i);
                if (unit == '"' || unit == '\\' || "\b\f\n\r\t".indexOf(unit) >= 0) {
                    size += 1;
                } else if (unit < 0x20) {
                    size += 5;
                }
            }
            return size;
        }
    }

    /** An array. */
    record Array(List<JsonValue> items) implements JsonValue {
        public Array {
            items = List.copyOf(items);
        }

        @Override
        public int depth() {
            return 1 + items.stream().mapToInt(JsonValue::depth).max().orElse(0);
        }

        @Override
        public int bytes() {
            return 2
                    + Math.max(0, items.size() - 1)
                    + items.stream().mapToInt(JsonValue::bytes).sum();
        }
    }

    /** An object. Keeps the order in which its fields came, which does not matter for equality. */
    record Fields(Map<String, JsonValue> fields) implements JsonValue {

        /** The object without fields. */
        public static final Fields EMPTY = new Fields(Map.of());

        public Fields {
            fields.forEach((name, value) -> {
                new Text(name);
                requireNonNull(value, "value");
            });
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /** The same for equal objects, whatever the order of their fields. */
        @Override
        public String toString() {
            return new TreeMap<>(fields).toString();
        }

        @Override
        public int depth() {
            return 1 + fields.values().stream().mapToInt(JsonValue::depth).max().orElse(0);
        }

        @Override
        public int bytes() {
            var size = 2 + Math.max(0, fields.size() - 1);
            for (var field : fields.entrySet()) {
                size += new Text(field.getKey()).bytes() + 1 + field.getValue().bytes();
            }
            return size;
        }
    }
}
