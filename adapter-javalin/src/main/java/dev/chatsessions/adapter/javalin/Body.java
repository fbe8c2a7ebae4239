package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.Violation;
import dev.chatsessions.JsonValue;
import dev.chatsessions.RequestKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A request's JSON object. Unknown fields are ignored, wrong types are refused and never converted.
 *
 * @param place where its fields are in the request: empty for the request itself, else its path and a slash
 */
record Body(String place, ObjectNode fields) {

    private static final List<String> READ_ONLY = List.of("id", "role", "seq", "created_at", "admin");

    Body(ObjectNode fields) {
        this("", fields);
    }

    /** Refuses what only the server sets. */
    Body withoutReadOnly() {
        READ_ONLY.forEach(this::refuse);
        return this;
    }

    /** Refuses what only the server sets, and a user other than the caller. */
    Body ofUser(String userId) {
        withoutReadOnly();
        for (var name : List.of("user_id", "iso_agent_id")) {
            var value = fields.get(name);
            if (value != null && !(value.isTextual() && value.textValue().equals(userId))) {
                refuse(name);
            }
        }
        return this;
    }

    /** A text that has to be there. */
    String text(String name) {
        return optionalText(name).orElseThrow(() -> invalid(name, "is required"));
    }

    /** A text; empty when it is absent or null. */
    Optional<String> optionalText(String name) {
        return value(name).map(value -> {
            if (!value.isTextual()) {
                throw invalid(name, "must be a string");
            }
            return value.textValue();
        });
    }

    /** A text; empty when it is absent or anything else. */
    Optional<String> ifText(String name) {
        return value(name).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    /** The objects of a list, up to {@code most}; empty when it is absent or null. */
    List<Body> objects(String name, int most) {
        return value(name)
                .map(value -> {
                    if (!value.isArray() || value.size() > most) {
                        throw invalid(name, "must be a list of at most " + most);
                    }
                    return IntStream.range(0, value.size())
                            .mapToObj(index -> object(name + "/" + index, value.get(index)))
                            .toList();
                })
                .orElse(List.of());
    }

    private Body object(String name, JsonNode value) {
        if (value instanceof ObjectNode object) {
            return new Body(place + name + "/", object);
        }
        throw invalid(name, "must be an object");
    }

    /** Whether the field is there, be it null. */
    boolean has(String name) {
        return fields.has(name);
    }

    /** A list of texts; empty when it is absent or null. */
    Optional<List<String>> texts(String name) {
        return value(name).map(value -> {
            var texts = new ArrayList<String>();
            value.forEach(item -> texts.add(item.textValue()));
            if (!value.isArray() || texts.contains(null)) {
                throw invalid(name, "must be an array of strings");
            }
            return List.copyOf(texts);
        });
    }

    /** An object within; empty when it is absent or null. */
    Optional<Body> optionalObject(String name) {
        return value(name).map(there -> object(name));
    }

    /** A whole number from {@code least} to {@code most}; empty when it is absent or null. */
    OptionalLong wholeNumber(String name, long least, long most) {
        var value = value(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!value.get().isIntegralNumber()) {
            throw invalid(name, "must be a whole number");
        }
        if (!value.get().canConvertToLong()
                || value.get().longValue() < least
                || value.get().longValue() > most) {
            throw invalid(name, "must be " + least + " to " + most);
        }
        return OptionalLong.of(value.get().longValue());
    }

    /** The same, which has to be there. */
    long neededNumber(String name, long least, long most) {
        return wholeNumber(name, least, most).orElseThrow(() -> invalid(name, "is required"));
    }

    /** One of the words of an enumeration, in lower case; empty when it is absent or null. */
    <E extends Enum<E>> Optional<E> word(String name, Class<E> words) {
        return optionalText(name)
                .map(text -> Arrays.stream(words.getEnumConstants())
                        .filter(word -> word.name().toLowerCase(Locale.ROOT).equals(text))
                        .findFirst()
                        .orElseThrow(() -> invalid(name, "must be one of " + all(words))));
    }

    private static <E extends Enum<E>> String all(Class<E> words) {
        return Arrays.stream(words.getEnumConstants())
                .map(word -> word.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /** An object that has to be there. */
    Body object(String name) {
        return object(name, fields.path(name));
    }

    /** Any value, also null; empty when it is absent. */
    Optional<JsonValue> json(String name) {
        return Optional.ofNullable(fields.get(name)).map(Json::value);
    }

    /** Yes or no; empty when it is absent or null. */
    Optional<Boolean> flag(String name) {
        return value(name).map(value -> {
            if (!value.isBoolean()) {
                throw invalid(name, "must be true or false");
            }
            return value.booleanValue();
        });
    }

    /** The key that makes a request safe to repeat; none when it is absent or null. */
    RequestKey requestKey(String name) {
        try {
            return optionalText(name).map(RequestKey::of).orElseGet(RequestKey::none);
        } catch (IllegalArgumentException unreadable) {
            throw invalid(name, "must be 1 to 255 visible ASCII characters");
        }
    }

    /** Why the field cannot be taken. */
    Invalid invalid(String name, String reason) {
        return new Invalid(place + name, reason);
    }

    private Optional<JsonNode> value(String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !value.isNull());
    }

    private void refuse(String name) {
        if (fields.has(name)) {
            throw new Invalid(
                    "read-only-field",
                    place + name + " is set by the server",
                    List.of(new Violation(place + name, "is set by the server")));
        }
    }
}
