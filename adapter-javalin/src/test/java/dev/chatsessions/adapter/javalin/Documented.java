package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation.Fragment;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.core.SessionCore;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the documents say of an answer or a frame, and whether it is so. Every answer that a test gets passes here: one with a
 * status, a code or a field that no document names fails the test that got it.
 */
final class Documented {

    final List<Route> routes = installed();

    final ObjectNode openApi = OpenApi.of(routes, "");

    final ObjectNode asyncApi = AsyncApi.of(routes);

    /** What is written out goes before what is left open. */
    private final List<Template> paths = names(openApi.path("paths"))
            .sorted(Comparator.comparing(path -> path.replace('{', '~')))
            .map(Template::of)
            .toList();

    /** By the stream's path and the type of the frame; without a type, the one for any other word. */
    private final Map<String, String> told = new HashMap<>();

    private final Schemas closed = new Schemas(closed(openApi));

    /** Where objects may have more fields than those that are named. */
    private final Schemas lenient = new Schemas(openApi);

    private final Schemas streams = new Schemas(closed(asyncApi));

    private Documented() {
        asyncApi.path("operations").forEach(operation -> {
            if (operation.path("action").asText().equals("send")) {
                var channel = asyncApi.at(operation.at("/channel/$ref").asText().substring(1));
                var path = channel.path("address").asText();
                operation.path("messages").forEach(said -> {
                    var reference = said.path("$ref").asText();
                    var name = reference.substring(reference.lastIndexOf('/') + 1);
                    told.put(path + " " + typeOf(name), name);
                });
            }
        });
    }

    private String typeOf(String message) {
        var payload = asyncApi.path("components").path("messages").path(message);
        return payload.at("/payload/properties/type/const").asText("");
    }

    /** Those of a server with all groups of routes; made once, as schemas are compiled. */
    static Documented all() {
        return Once.ALL.get();
    }

    /** That a route is not described is told to every test that asks, and not to the first one only. */
    private static final class Once {
        private static final Supplier<Documented> ALL = made();

        private static Supplier<Documented> made() {
            try {
                var documented = new Documented();
                return () -> documented;
            } catch (IllegalStateException undescribed) {
                return () -> {
                    throw new AssertionError(undescribed);
                };
            }
        }
    }

    /** The routes of a server with all groups of them. */
    static List<Route> installed() {
        try (var storage = InMemoryStorage.create();
                var chat = SessionCore.builder().storage(storage).build()) {
            return ChatSessionsPlugin.serving(chat).build().routes();
        }
    }

    static Stream<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey);
    }

    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
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

    /** Fails where an answer is not as the document has it, or a body that was taken. */
    static void requireExchange(String method, String target, String asked, Answer answer) {
        all().requireAnswer(method, path(target), answer);
        if (answer.status() / 100 == 2 && !asked.isEmpty()) {
            all().requireAsked(method, path(target), asked);
        }
    }

    /** Fails where no answer of this status is described; for those whose body is told bit by bit. */
    static void requireStatus(String method, String target, int status) {
        all().operation(method, path(target)).ifPresent(operation -> all().answer(operation, status));
    }

    /** Fails where what a stream tells is not as the document has it. */
    static void requireFrame(String target, String frame) {
        all().requireTold(path(target), Wire.json(frame));
    }

    private static String path(String target) {
        return target.split("[?#]", 2)[0];
    }

    private void requireAnswer(String method, String path, Answer answer) {
        var type = answer.headers().getOrDefault("content-type", "").split(";")[0];
        var operation = operation(method, path);
        if (operation.isEmpty()) {
            requireProblemIfAny(method + " " + path, type, answer.body());
        } else if (!method.equals("HEAD")) {
            var place = answer(operation.get(), answer.status());
            var content = openApi.at(place).path("content");
            var said = method + " " + path + " answered " + answer.status();
            if (answer.body().isEmpty() ? !content.isEmpty() : !content.has(type)) {
                throw new AssertionError(said + " as '" + type + "', which is not described: " + answer.body());
            }
            if (type.matches(".*[/+]json")) {
                closed.require(place + "/content/" + escaped(type) + "/schema", answer.body(), said);
            }
        }
    }

    private void requireProblemIfAny(String said, String type, String body) {
        if (type.equals(Problem.MEDIA_TYPE) && !body.isEmpty()) {
            closed.require("/components/schemas/Problem", body, said);
        }
    }

    /** What was taken may have more fields than are named: those mean nothing. */
    private void requireAsked(String method, String path, String asked) {
        var body = operation(method, path).orElse("") + "/requestBody/content/application~1json/schema";
        if (!openApi.at(body).isMissingNode()) {
            lenient.require(body, asked, "what " + method + " " + path + " took is");
        }
    }

    private void requireTold(String path, JsonNode frame) {
        var type = frame.path("type").asText();
        var stream = pathLike(path).filter(known -> told.containsKey(known + " error"));
        stream.ifPresent(known -> {
            var message = Optional.ofNullable(told.get(known + " " + type))
                    .or(() -> Optional.ofNullable(told.get(known + " ")))
                    .orElseThrow(() -> new AssertionError(known + " told what is not described: " + frame));
            var payload = "/components/messages/" + message + "/payload";
            streams.require(payload, frame.toString(), known + " told " + type);
        });
    }

    /** Where the document has the operation; nowhere for a method or a path that nobody has. */
    private Optional<String> operation(String method, String path) {
        var verb = (method.equals("HEAD") ? "GET" : method).toLowerCase(Locale.ROOT);
        return pathLike(path)
                .map(known -> "/paths/" + escaped(known) + "/" + verb)
                .filter(place -> !openApi.at(place).isMissingNode());
    }

    private Optional<String> pathLike(String path) {
        return paths.stream()
                .filter(known -> known.form().matcher(path).matches())
                .map(Template::path)
                .findFirst();
    }

    private record Template(String path, Pattern form) {
        static Template of(String path) {
            return new Template(path, Pattern.compile(path.replaceAll("\\{[a-z]+\\}", "[^/]+")));
        }
    }

    /** Where the document has the answer. */
    private String answer(String operation, int status) {
        var place = operation + "/responses/" + status;
        var answer = openApi.at(place);
        if (answer.isMissingNode()) {
            throw new AssertionError(operation + " answered " + status + ", which is not described");
        }
        return answer.has("$ref") ? answer.path("$ref").asText().substring(1) : place;
    }

    /** Fails where a value is not as the schema at this place of the document of routes has it. */
    void requireAt(String pointer, JsonNode value) {
        closed.require(pointer, value.toString(), pointer);
    }

    /** The same of the document of streams. */
    void requireAtStreams(String pointer, JsonNode value) {
        streams.require(pointer, value.toString(), pointer);
    }

    /** The schemas within a document, by their places; each is compiled when it is first asked for. */
    private static final class Schemas {
        private final JsonSchema document;

        private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();

        Schemas(JsonNode document) {
            var config = SchemaValidatorsConfig.builder()
                    .formatAssertionsEnabled(true)
                    .build();
            this.document = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(document, config);
        }

        void require(String place, String json, String what) {
            var schema = compiled.computeIfAbsent(place, at -> document.getRefSchema(Fragment.of(at)));
            var wrong = schema.validate(Wire.json(json));
            if (!wrong.isEmpty()) {
                throw new AssertionError(what + " otherwise than described: "
                        + wrong.stream().map(Object::toString).collect(Collectors.joining("; ")) + " in " + json);
            }
        }
    }
}
