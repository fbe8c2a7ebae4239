package dev.chatsessions.adapter.javalin;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What is written of the routes, in the words of OpenAPI: a file for each group, by the group's name, and one of what they
 * have in common.
 *
 * @param common parameters, headers and codes of failures, and which of these go with every route
 * @param operations by method and path
 * @param schemas by name, of all groups
 */
record Descriptions(ObjectNode common, Map<String, Operation> operations, Map<String, JsonNode> schemas) {

    static Descriptions read() {
        var common = file("common");
        var operations = new LinkedHashMap<String, Operation>();
        var schemas = new LinkedHashMap<String, JsonNode>();
        addTo(schemas, common);
        for (var group : RouteGroup.values()) {
            var name = group.name().toLowerCase(Locale.ROOT);
            var written = file(name);
            addTo(schemas, written);
            written.path("operations").properties().forEach(operation -> {
                var fields = ((ObjectNode) operation.getValue()).deepCopy();
                operations.put(operation.getKey(), new Operation(name, written.path("description"), fields));
            });
        }
        return new Descriptions(common, operations, schemas);
    }

    /**
     * What is written of one route.
     *
     * @param about what is written of its group
     */
    record Operation(String group, JsonNode about, ObjectNode fields) {}

    /** What is written of a route; each has to be described. */
    Operation of(Route route) {
        var operation = operations.get(nameOf(route));
        if (operation == null) {
            throw new IllegalStateException("nothing is written of " + nameOf(route));
        }
        return operation;
    }

    /** A WebSocket is asked for by a GET. */
    static String nameOf(Route route) {
        return route.method().name() + " " + route.path();
    }

    /** The file of this name, of JSON. */
    static ObjectNode file(String name) {
        try {
            return (ObjectNode) Json.read(text(name + ".json"));
        } catch (JsonProcessingException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String text(String file) {
        try (var in = Descriptions.class.getResourceAsStream("documents/" + file)) {
            return new String(requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void addTo(Map<String, JsonNode> schemas, ObjectNode written) {
        written.path("schemas").properties().forEach(schema -> schemas.put(schema.getKey(), schema.getValue()));
    }
}
