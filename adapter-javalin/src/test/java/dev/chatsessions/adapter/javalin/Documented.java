package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.core.SessionCore;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the documents say of an answer or a frame, and whether it is so. Every answer that a test gets passes here: one with a
 * status, a code or a field that no document names fails the test that got it.
 */
final class Documented {

    private static final String OPEN_API = "https://documents.test/openapi.json";

    private static final String ASYNC_API = "https://documents.test/asyncapi.json";

    private static final String PROBLEM = "application/problem+json";

    private static final Documented ALL = new Documented();

    final List<Route> routes = installed();

    final ObjectNode openApi = OpenApi.of(routes, "");

    final ObjectNode asyncApi = AsyncApi.of(routes);

    private final List<String> templates = Stream.concat(names(openApi.path("paths")), Stream.of())
            .sorted(Comparator.comparing(template -> template.replaceAll("\\{[a-z]+\\}", "~")))
            .toList();

    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(
                    OPEN_API,
                    closed(openApi).toString(),
                    ASYNC_API,
                    closed(asyncApi).toString()))));

    private final SchemaValidatorsConfig config =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();

    private Documented() {}

    /** Those of a server with all groups of routes. */
    static Documented all() {
        return ALL;
    }

    private static List<Route> installed() {
        try (var storage = InMemoryStorage.create();
                var chat = SessionCore.builder().storage(storage).build()) {
            return ChatSessionsPlugin.serving(chat).build().routes();
        }
    }

    static Stream<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey);
    }

    /** The same document, in which an object has no fields but those that are named: readers are open, this test is not. */
    private static JsonNode closed(JsonNode document) {
        var copy = document.deepCopy();
        close(copy);
        return copy;
    }

    private static void close(JsonNode node) {
        node.forEach(Documented::close);
        var isWhole = node.path("properties").isObject() && !node.has("$ref") && !node.has("additionalProperties");
        if (isWhole && node.path("type").toString().contains("object")) {
            ((ObjectNode) node).put("additionalProperties", false);
        }
    }

    /** Fails where an answer is not as the document has it. */
    static void requireAnswer(String method, String target, Answer answer) {
        ALL.require(method, target, answer.status(), answer.headers(), answer.body());
    }

    /** Fails where a frame of the stream at an address is not as the document has it. */
    static void requireFrame(String target, String action, String frame) {
        ALL.require(target, action, Wire.json(frame));
    }

    private void require(String method, String target, int status, Map<String, String> headers, String body) {
        var path = target.split("[?#]", 2)[0];
        var template = templateOf(path);
        var verb = (method.equals("HEAD") ? "GET" : method).toLowerCase(Locale.ROOT);
        var type = headers.getOrDefault("content-type", "").split(";")[0];
        var operation = template.map(known -> openApi.path("paths").path(known).path(verb));
        if (operation.isEmpty() || operation.get().isMissingNode()) {
            if (type.equals(PROBLEM) && !method.equals("HEAD")) {
                require(OPEN_API + "#/components/schemas/Problem", body, method + " " + path);
            }
            return;
        }
        var said = method + " " + template.get() + " answered " + status;
        var place = "/paths/" + escaped(template.get()) + "/" + verb + "/responses/" + status;
        var answer = openApi.at(place);
        if (answer.has("$ref")) {
            place = answer.path("$ref").asText().substring(1);
            answer = openApi.at(place);
        }
        if (answer.isMissingNode()) {
            throw new AssertionError(said + ", which is not described: " + body);
        }
        var content = answer.path("content");
        if (method.equals("HEAD") || status == 101) {
            return;
        }
        if (body.isEmpty() && !content.isMissingNode() || content.isMissingNode() && !body.isEmpty()) {
            throw new AssertionError(said + " with " + body.length() + " characters, which is not described");
        }
        if (!body.isEmpty() && !content.has(type)) {
            throw new AssertionError(said + " as " + type + ", which is not described: " + body);
        }
        if (type.endsWith("json") && !type.endsWith("ndjson")) {
            require(OPEN_API + "#" + place + "/content/" + escaped(type) + "/schema", body, said);
        }
    }

    private void require(String target, String action, JsonNode frame) {
        var path = target.split("[?#]", 2)[0];
        var channel = asyncApi.path("channels").properties().stream()
                .filter(known ->
                        path.matches(known.getValue().path("address").asText().replaceAll("\\{[a-z]+\\}", "[^/]+")))
                .min(Comparator.comparing(
                        known -> known.getValue().path("address").asText().contains("{")))
                .map(Map.Entry::getKey);
        if (channel.isEmpty()) {
            return;
        }
        var id = action
                + Character.toUpperCase(channel.get().charAt(0))
                + channel.get().substring(1);
        var type = frame.path("type").asText();
        var messages = messages(id);
        var message = messages.stream()
                .filter(name -> constant(name).equals(Optional.of(type)))
                .findFirst()
                .or(() -> messages.stream()
                        .filter(name -> constant(name).isEmpty())
                        .findFirst())
                .orElseThrow(() -> new AssertionError(path + " told " + type + ", which is not described: " + frame));
        require(ASYNC_API + "#/components/messages/" + message + "/payload", frame.toString(), path + " told " + type);
    }

    /** The messages of an operation. */
    List<String> messages(String operation) {
        return asyncApi.path("operations").path(operation).path("messages").findValuesAsText("$ref").stream()
                .map(reference -> reference.substring(reference.lastIndexOf('/') + 1))
                .toList();
    }

    private Optional<String> constant(String message) {
        return Optional.of(asyncApi.path("components")
                        .path("messages")
                        .path(message)
                        .at("/payload/properties/type/const"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }

    /** Fails where a value is not as the schema at this place of the document of routes has it. */
    void requireAt(String pointer, JsonNode value) {
        require(OPEN_API + "#" + pointer, value.toString(), pointer);
    }

    /** The same of the document of streams. */
    void requireAtStreams(String pointer, JsonNode value) {
        require(ASYNC_API + "#" + pointer, value.toString(), pointer);
    }

    private void require(String location, String json, String what) {
        var schema = compiled.computeIfAbsent(location, at -> factory.getSchema(SchemaLocation.of(at), config));
        var wrong = schema.validate(Wire.json(json));
        if (!wrong.isEmpty()) {
            throw new AssertionError(what + " otherwise than described: "
                    + wrong.stream().map(Object::toString).collect(Collectors.joining("; ")) + " in " + json);
        }
    }

    /** The path of the document that a path is one of; what is written out goes before what is left open. */
    private Optional<String> templateOf(String path) {
        return templates.stream()
                .filter(template -> path.matches(template.replaceAll("\\{[a-z]+\\}", "[^/]+")))
                .findFirst();
    }

    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
