package dev.chatsessions.core.work;

import dev.chatsessions.JsonValue;
import java.util.LinkedHashMap;

/** JSON merge patches (RFC 7396). Pure. */
public final class MergePatch {

    private MergePatch() {}

    /** What {@code target} becomes by {@code patch}. */
    public static JsonValue merged(JsonValue target, JsonValue patch) {
        if (!(patch instanceof JsonValue.Fields changes)) {
            return patch;
        }
        var fields = new LinkedHashMap<>(
                target instanceof JsonValue.Fields old ? old.fields() : JsonValue.Fields.EMPTY.fields());
        changes.fields().forEach((name, value) -> {
            if (value instanceof JsonValue.Null) {
                fields.remove(name);
            } else {
                fields.put(name, merged(fields.getOrDefault(name, JsonValue.Fields.EMPTY), value));
            }
        });
        return new JsonValue.Fields(fields);
    }
}
