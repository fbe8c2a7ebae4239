package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Locale;

/** Both documents as one page, which needs no script: what is told of a route opens by itself, and every part has a link. */
final class DocsPage {

    private static final String REQUIRED = "required";

    private final ObjectNode openApi;

    private final ObjectNode asyncApi;

    private final Html html = new Html();

    private DocsPage(ObjectNode openApi, ObjectNode asyncApi) {
        this.openApi = openApi;
        this.asyncApi = asyncApi;
    }

    static String of(ObjectNode openApi, ObjectNode asyncApi) {
        var page = new DocsPage(openApi, asyncApi);
        page.write();
        return page.html.toString();
    }

    private void write() {
        var title = openApi.at("/info/title").asText();
        html.open("html", "lang", "en").open("head").empty("meta", "charset", "utf-8");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.element("title", title + ": routes and streams");
        html.empty("link", "rel", "stylesheet", "href", "docs/style.css").close("head");
        html.open("body").element("a", "Skip to the routes", "href", "#routes", "class", "skip");
        html.open("header").element("h1", title);
        for (var paragraph : openApi.at("/info/description").asText().split("\n\n")) {
            html.open("p").prose(paragraph).close("p");
        }
        html.open("p")
                .text("For programs: ")
                .element("a", "OpenAPI 3.1", "href", "openapi.json")
                .text(" and ");
        html.element("a", "AsyncAPI 3.0", "href", "asyncapi.json").close("p").close("header");
        contents();
        html.open("main", "id", "routes");
        openApi.path("tags").forEach(this::group);
        streams();
        schemas();
        html.close("main").close("body").close("html");
    }

    private void contents() {
        html.open("nav", "aria-label", "Contents").open("ul");
        openApi.path("tags").forEach(tag -> entry(tag.path("name").asText()));
        entry("streams");
        entry("schemas");
        html.close("ul").close("nav");
    }

    private void entry(String name) {
        html.open("li").element("a", name, "href", "#group-" + name).close("li");
    }

    private void section(String name, String about) {
        html.open("section", "id", "group-" + name, "aria-labelledby", "title-" + name);
        html.element("h2", name, "id", "title-" + name);
        html.open("p").prose(about).close("p");
    }

    private void group(JsonNode tag) {
        var name = tag.path("name").asText();
        section(name, tag.path("description").asText());
        openApi.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation ->
                                operation.getValue().at("/tags/0").asText().equals(name))
                        .forEach(operation -> route(operation.getKey(), path.getKey(), operation.getValue())));
        html.close("section");
    }

    private void route(String method, String path, JsonNode operation) {
        html.open("details", "id", operation.path("operationId").asText()).open("summary");
        html.open("h3")
                .element("span", method.toUpperCase(Locale.ROOT), "class", "method")
                .text(" ")
                .element("code", path)
                .close("h3");
        html.text(" ").prose(operation.path("summary").asText()).close("summary");
        if (operation.has("description")) {
            html.open("p").prose(operation.path("description").asText()).close("p");
        }
        html.open("p").text("Called ").text(callers(operation)).text(".").close("p");
        parameters(operation.path("parameters"));
        operation.at("/requestBody/content").properties().stream()
                .limit(1)
                .forEach(body -> content("What is sent", body.getKey(), body.getValue()));
        operation.path("responses").properties().forEach(answer -> {
            if (!answer.getValue().has("$ref")) {
                answer(answer.getKey(), answer.getValue());
            }
        });
        failures(operation.path("responses"));
        html.close("details");
    }

    private String callers(JsonNode operation) {
        var security = operation.path("security");
        if (security.isEmpty()) {
            return "by anybody";
        }
        var ways = new ArrayList<String>();
        security.forEach(way -> way.fieldNames().forEachRemaining(ways::add));
        var role = security.at("/0/bearer/0").asText("");
        return (role.isEmpty() ? "" : "as " + role + ", ") + "with one of: " + String.join(", ", ways);
    }

    private void parameters(JsonNode parameters) {
        if (parameters.isEmpty()) {
            return;
        }
        table("Parameters", "name", "in", "type", "what it is");
        for (var given : parameters) {
            var parameter = resolved(given);
            row(
                    parameter.path("name").asText(),
                    parameter.path("in").asText() + (parameter.path(REQUIRED).asBoolean() ? ", required" : ""),
                    () -> type(parameter.path("schema")),
                    parameter.path("description").asText());
        }
        html.close("tbody").close("table");
    }

    private void answer(String status, JsonNode answer) {
        html.open("h4")
                .text(status + " ")
                .prose(answer.path("description").asText())
                .close("h4");
        answer.path("content").properties().forEach(body -> content("Body", body.getKey(), body.getValue()));
    }

    private void failures(JsonNode responses) {
        table("Failures", "status", "code", "for example");
        responses
                .properties()
                .forEach(answer -> resolved(answer.getValue())
                        .at("/content/application~1problem+json/examples")
                        .properties()
                        .forEach(example -> {
                            html.open("tr")
                                    .element("td", answer.getKey())
                                    .open("td")
                                    .element("code", example.getKey());
                            var detail = resolved(example.getValue()).at("/value/detail");
                            html.close("td").element("td", detail.asText()).close("tr");
                        }));
        html.close("tbody").close("table");
    }

    private void content(String title, String mediaType, JsonNode body) {
        html.open("p").text(title + ", ").element("code", mediaType);
        if (!body.path("schema").isEmpty()) {
            html.text(": ");
            type(body.path("schema"));
        }
        html.close("p");
        var example = body.has("example") ? body.path("example") : body.at("/examples/all/value");
        example(example);
    }

    private void example(JsonNode example) {
        html.open("pre", "tabindex", "0", "aria-label", "Example");
        html.element("code", example.isTextual() ? example.asText() : example.toPrettyString())
                .close("pre");
    }

    private void streams() {
        section("streams", "What is told on streams, and what may be said on WebSockets: one JSON object a frame.");
        asyncApi.path("channels").properties().forEach(channel -> {
            html.open("details", "id", "stream-" + channel.getKey())
                    .open("summary")
                    .open("h3");
            html.element("code", channel.getValue().path("address").asText()).close("h3");
            html.text(" ")
                    .prose(channel.getValue().path("description").asText())
                    .close("summary");
            frames(channel.getKey(), "send", "What is told");
            frames(channel.getKey(), "receive", "What is heard, on a WebSocket");
            html.close("details");
        });
        html.close("section");
    }

    private void frames(String channel, String action, String title) {
        var id = action + Character.toUpperCase(channel.charAt(0)) + channel.substring(1);
        var messages = asyncApi.path("operations").path(id).path("messages");
        if (messages.isEmpty()) {
            return;
        }
        html.element("h4", title);
        for (var said : messages) {
            var name = lastOf(said.path("$ref").asText());
            var message = asyncApi.path("components").path("messages").path(name);
            html.open("h5").element("code", message.path("name").asText()).close("h5");
            html.open("p").prose(message.path("summary").asText()).close("p");
            fields(message.path("payload"));
            example(message.at("/examples/0/payload"));
        }
    }

    private void schemas() {
        section("schemas", "What is sent and answered, by name.");
        var known = Json.object();
        known.setAll((ObjectNode) asyncApi.at("/components/schemas"));
        known.setAll((ObjectNode) openApi.at("/components/schemas"));
        known.properties().forEach(schema -> {
            html.element("h3", schema.getKey(), "id", "schema-" + schema.getKey());
            html.open("p").prose(schema.getValue().path("description").asText()).close("p");
            fields(schema.getValue());
        });
        html.close("section");
    }

    private void fields(JsonNode schema) {
        if (!schema.has("properties")) {
            html.open("p");
            type(schema);
            html.close("p");
            return;
        }
        table("Fields", "name", "", "type", "what it is");
        var required = schema.path(REQUIRED).toString();
        schema.path("properties").properties().forEach(field -> {
            var needed = required.contains("\"" + field.getKey() + "\"") ? "" : "may be absent";
            var about = field.getValue().path("description").asText();
            row(field.getKey(), needed, () -> type(field.getValue()), about);
        });
        html.close("tbody").close("table");
    }

    private void type(JsonNode schema) {
        new TypeWords(html).write(schema);
    }

    private void table(String caption, String... columns) {
        html.open("table").element("caption", caption).open("thead").open("tr");
        for (var column : columns) {
            html.element(column.isEmpty() ? "td" : "th", column);
        }
        html.close("tr").close("thead").open("tbody");
    }

    private void row(String name, String where, Runnable type, String about) {
        html.open("tr").open("th", "scope", "row").element("code", name).close("th");
        html.element("td", where).open("td");
        type.run();
        html.close("td").open("td").prose(about).close("td").close("tr");
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? openApi.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static String lastOf(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }
}
