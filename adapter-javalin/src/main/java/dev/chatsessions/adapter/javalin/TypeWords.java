package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A schema in a few words, with links to those that have names. */
record TypeWords(Html html) {

    void write(JsonNode schema) {
        if (schema.has("$ref")) {
            var name = schema.path("$ref").asText().replaceFirst(".*/", "");
            html.element("a", name, "href", "#schema-" + name);
        } else if (schema.has("oneOf") || schema.has("anyOf")) {
            alternatives(schema.has("oneOf") ? schema.path("oneOf") : schema.path("anyOf"));
        } else if (schema.has("enum")) {
            html.element("code", listed(schema.path("enum"), " | "));
        } else if (schema.has("const")) {
            html.element("code", schema.path("const").asText());
        } else if (schema.has("items")) {
            html.text("array of ");
            write(schema.path("items"));
        } else {
            plain(schema);
        }
    }

    private void alternatives(JsonNode schemas) {
        var first = true;
        for (var schema : schemas) {
            html.text(first ? "" : " or ");
            write(schema);
            first = false;
        }
    }

    private void plain(JsonNode schema) {
        var type = schema.path("type");
        html.text(type.isArray() ? listed(type, " or ") : type.asText("anything"));
        if (schema.has("properties")) {
            html.text(" with ");
            html.text(schema.path("properties").properties().stream()
                    .map(field -> field.getKey())
                    .collect(Collectors.joining(", ")));
        }
        for (var word : new String[] {"format", "pattern", "minimum", "maximum", "minLength", "maxLength", "default"}) {
            if (schema.has(word)) {
                html.text(", " + word + " ").element("code", schema.path(word).asText());
            }
        }
    }

    private static String listed(JsonNode words, String between) {
        return StreamSupport.stream(words.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(between));
    }
}
