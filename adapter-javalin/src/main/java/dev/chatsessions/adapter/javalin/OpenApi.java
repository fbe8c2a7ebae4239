package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpStatus;

/**
 * The routes of a server as an OpenAPI document. What is written of each is completed by what the route itself knows: who
 * may call it, and how it fails like every other one.
 */
final class OpenApi {

    private final Descriptions written = Descriptions.read();

    private final ObjectNode document = Json.object();

    private final ObjectNode paths;

    private final Map<String, JsonNode> failures = new LinkedHashMap<>();

    private final Map<String, JsonNode> examples = new LinkedHashMap<>();

    private OpenApi(String prefix) {
        document.put("openapi", "3.1.0").set("info", written.common().path("info"));
        document.putArray("servers").addObject().put("url", prefix.isEmpty() ? "/" : prefix);
        document.putArray("tags");
        paths = document.putObject("paths");
    }

    /**
     * The document of these routes.
     *
     * @param prefix what stands before each of their paths
     */
    static ObjectNode of(List<Route> routes, String prefix) {
        var openApi = new OpenApi(prefix);
        routes.forEach(openApi::add);
        return openApi.complete();
    }

    private ObjectNode complete() {
        var tags = new LinkedHashMap<String, JsonNode>();
        written.operations().values().forEach(operation -> tags.put(operation.group(), operation.about()));
        var used = new TreeSet<String>();
        paths.forEach(path ->
                path.forEach(operation -> used.add(operation.at("/tags/0").asText())));
        tags.keySet().retainAll(used);
        tags.forEach((name, about) ->
                document.withArray("tags").addObject().put("name", name).set("description", about));
        new Components("responses", failures).addTo(document);
        new Components("examples", examples).addTo(document);
        for (var section : List.of("parameters", "headers")) {
            new Components(section, fields(written.common().path(section))).addTo(document);
        }
        new Components("schemas", written.schemas()).addTo(document);
        ((ObjectNode) document.path("components"))
                .set("securitySchemes", written.common().path("securitySchemes"));
        return document;
    }

    private static Map<String, JsonNode> fields(JsonNode object) {
        var fields = new LinkedHashMap<String, JsonNode>();
        object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    /** A WebSocket where there are events too is told of with these. */
    private void add(Route route) {
        var method = route.method().name().toLowerCase(Locale.ROOT);
        var path = paths.get(route.path()) instanceof ObjectNode there ? there : paths.putObject(route.path());
        if (!path.has(method)) {
            path.set(method, operation(route));
        }
    }

    private ObjectNode operation(Route route) {
        var operation = written.of(route);
        var fields = operation.fields();
        fields.putArray("tags").add(operation.group());
        if (!fields.has("security")) {
            fields.set("security", security(route));
        }
        var responses = (ObjectNode) fields.path("responses");
        codes(route, fields).forEach((status, codes) -> responses.set(status, failure(status, codes)));
        fields.remove("errors");
        return fields;
    }

    private static JsonNode security(Route route) {
        var ways = Json.object().putArray("ways");
        if (route.access() != Access.ANYBODY) {
            var schemes = new TreeSet<>(List.of("bearer", "cookie"));
            route.tokenParameter().ifPresent(schemes::add);
            for (var scheme : schemes) {
                var roles = ways.addObject().putArray(scheme);
                switch (route.access()) {
                    case ADMINS -> roles.add("admin");
                    case WORKERS -> roles.add("worker");
                    case ANYBODY, CALLERS -> {}
                }
            }
        }
        return ways;
    }

    /** The codes of failures by status: its own, and those that go with who calls it and what it takes. */
    private Map<String, TreeSet<String>> codes(Route route, ObjectNode fields) {
        var codes = new TreeMap<String, TreeSet<String>>();
        var common = written.common().path("answers");
        addTo(codes, fields.path("errors"));
        addTo(codes, common.path("every"));
        if (route.access() != Access.ANYBODY) {
            addTo(codes, common.path("known"));
        }
        if (fields.has("requestBody")) {
            addTo(codes, common.path("body"));
        }
        for (var parameter : fields.path("parameters")) {
            var reference = parameter.path("$ref").asText();
            addTo(codes, common.path(reference.substring(reference.lastIndexOf('/') + 1)));
        }
        return codes;
    }

    private static void addTo(Map<String, TreeSet<String>> codes, JsonNode more) {
        more.properties()
                .forEach(status -> status.getValue()
                        .forEach(code -> codes.computeIfAbsent(status.getKey(), unused -> new TreeSet<>())
                                .add(code.asText())));
    }

    /** Where several routes fail alike, they name the same answer. */
    private ObjectNode failure(String status, TreeSet<String> codes) {
        var name = status + "." + String.join(".", codes);
        failures.computeIfAbsent(name, unused -> problems(status, codes));
        return reference("responses", name);
    }

    private ObjectNode problems(String status, TreeSet<String> codes) {
        var answer = Json.object().put("description", HttpStatus.getMessage(Integer.parseInt(status)));
        var headers = answer.putObject("headers");
        headers.set(RequestIds.HEADER, reference("headers", RequestIds.HEADER));
        written.common()
                .path("problemHeaders")
                .path(status)
                .forEach(header -> headers.set(header.asText(), reference("headers", header.asText())));
        var content = answer.putObject("content").putObject(Problem.MEDIA_TYPE);
        var schema = content.putObject("schema").put("$ref", "#/components/schemas/Problem");
        var words = schema.putObject("properties").putObject("code").putArray("enum");
        var shown = content.putObject("examples");
        for (var code : codes) {
            words.add(code);
            examples.computeIfAbsent(code, unused -> example(Integer.parseInt(status), code));
            shown.set(code, reference("examples", code));
        }
        return answer;
    }

    private ObjectNode example(int status, String code) {
        var detail = written.common().path("problems").path(code);
        if (detail.isMissingNode()) {
            throw new IllegalStateException("nothing is written of the code " + code);
        }
        var problem = new Problem(status, code, detail.asText(), Map.of(), JsonValue.Fields.EMPTY, List.of());
        var example = Json.object();
        example.set("value", problem.body("7b0c"));
        return example;
    }

    private static ObjectNode reference(String section, String name) {
        return Json.object().put("$ref", "#/components/" + section + "/" + name);
    }
}
