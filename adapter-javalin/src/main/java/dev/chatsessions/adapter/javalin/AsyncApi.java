package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The streams of a server as an AsyncAPI document: one channel for each address, whether events or a WebSocket. */
final class AsyncApi {

    private final Descriptions written = Descriptions.read();

    private final ObjectNode streams = Descriptions.file("streams");

    private final ObjectNode document = Json.object();

    private AsyncApi() {
        document.put("asyncapi", "3.0.0").set("info", written.common().path("info"));
        document.put("defaultContentType", "application/json");
        document.putObject("channels");
        document.putObject("operations");
        document.putObject("components").putObject("messages");
    }

    /** The document of the streams among these routes. */
    static ObjectNode of(List<Route> routes) {
        var asyncApi = new AsyncApi();
        routes.stream()
                .filter(route -> route.produces() == Produces.EVENTS || route.isSocket())
                .map(Route::path)
                .distinct()
                .forEach(path -> asyncApi.add(path, isSocket(routes, path)));
        new Components("schemas", asyncApi.written.schemas()).addTo(asyncApi.document);
        return asyncApi.document;
    }

    private static boolean isSocket(List<Route> routes, String path) {
        return routes.stream()
                .anyMatch(route -> route.isSocket() && route.path().equals(path));
    }

    private void add(String path, boolean socket) {
        var found = streams.path("channels").properties().stream()
                .filter(channel -> channel.getValue().path("address").asText().equals(path))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing is written of the stream " + path));
        var name = found.getKey();
        var about = found.getValue();
        var channel = object("channels").putObject(name).put("address", path);
        channel.set("description", about.path("description"));
        if (path.contains("{id}")) {
            channel.putObject("parameters").putObject("id").put("description", "Whose log it is.");
        }
        var messages = channel.putObject("messages");
        if (socket) {
            channel.putObject("bindings").putObject("ws").put("method", "GET");
        }
        operation(name, "send", about.path("sends"), about.path("frame"), messages);
        if (socket) {
            operation(name, "receive", about.path("hears"), Json.object(), messages);
        }
    }

    /**
     * What one side says.
     *
     * @param frame the fields that each frame of the stream has besides
     */
    private void operation(String channel, String action, JsonNode names, JsonNode frame, ObjectNode messages) {
        var operation = object("operations")
                .putObject(action + Character.toUpperCase(channel.charAt(0)) + channel.substring(1))
                .put("action", action);
        operation.putObject("channel").put("$ref", "#/channels/" + channel);
        var said = operation.putArray("messages");
        for (var name : names) {
            var id = frame.isEmpty() ? name.asText() : channel + "." + name.asText();
            messages.set(id, reference("#/components/messages/" + id));
            said.add(reference("#/channels/" + channel + "/messages/" + id));
            var known = (ObjectNode) document.at("/components/messages");
            if (!known.has(id)) {
                known.set(id, message(streams.path("messages").path(name.asText()), frame));
            }
        }
    }

    private static ObjectNode message(JsonNode about, JsonNode frame) {
        var payload = (ObjectNode) about.path("payload").deepCopy();
        var example = (ObjectNode) about.path("example").deepCopy();
        for (Map.Entry<String, JsonNode> field : frame.properties()) {
            ((ObjectNode) payload.path("properties")).set(field.getKey(), field.getValue());
            example.set(field.getKey(), field.getValue().at("/examples/0"));
        }
        var message = Json.object();
        message.set("name", example.path("type"));
        message.set("summary", about.path("summary"));
        message.set("payload", payload);
        message.putArray("examples").addObject().set("payload", example);
        return message;
    }

    private ObjectNode object(String name) {
        return (ObjectNode) document.path(name);
    }

    private static ObjectNode reference(String to) {
        return Json.object().put("$ref", to);
    }
}
