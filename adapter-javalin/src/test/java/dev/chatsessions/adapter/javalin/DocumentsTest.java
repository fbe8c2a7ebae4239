package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is written of the routes and streams is as its standards have it, of every route, of nothing else, and true. */
class DocumentsTest {

    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)\\}");

    private final Documented documented = Documented.all();

    @Test
    void every_route_is_described_and_nothing_else_is() {
        var installed =
                documented.routes.stream().map(Descriptions::nameOf).collect(Collectors.toCollection(TreeSet::new));

        assertEquals(installed, new TreeSet<>(Descriptions.read().operations().keySet()));
        var told = new TreeSet<String>();
        operations((name, operation) -> told.add(name));
        assertEquals(installed, told);
    }

    @Test
    void every_stream_is_described_and_nothing_else_is() {
        var installed = documented.routes.stream()
                .filter(route -> route.produces() == Produces.EVENTS || route.isSocket())
                .map(Route::path)
                .collect(Collectors.toCollection(TreeSet::new));

        var written =
                new TreeSet<>(Descriptions.file("streams").path("channels").findValuesAsText("address"));

        assertEquals(installed, written);
    }

    @Test
    void the_document_of_routes_is_one_as_its_standard_has_it() throws IOException {
        try (var standard = getClass().getResourceAsStream("/openapi-3.1-schema.json")) {
            var schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(standard);

            assertEquals(List.of(), List.copyOf(schema.validate(documented.openApi)));
        }
    }

    @Test
    void every_schema_is_one_as_its_standard_has_it() {
        var standard = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        for (var document : List.of(documented.openApi, documented.asyncApi)) {
            document.at("/components/schemas")
                    .properties()
                    .forEach(schema -> assertEquals(
                            List.of(), List.copyOf(standard.validate(schema.getValue())), schema.getKey()));
        }
    }

    @Test
    void every_reference_leads_somewhere() {
        for (var document : List.of(documented.openApi, documented.asyncApi)) {
            document.findValuesAsText("$ref")
                    .forEach(reference ->
                            assertFalse(document.at(pointer(reference)).isMissingNode(), reference));
        }
    }

    private static String pointer(String reference) {
        return reference.substring(1);
    }

    @Test
    void every_operation_has_a_name_a_summary_and_the_parameters_of_its_path() {
        var names = new HashSet<String>();
        operations((name, operation) -> {
            assertTrue(names.add(operation.path("operationId").asText()), name);
            assertFalse(operation.path("summary").asText().isEmpty(), name);
            var inPath = new TreeSet<String>();
            operation.path("parameters").forEach(given -> {
                var parameter = resolved(given);
                assertFalse(parameter.path("description").asText().isEmpty(), name);
                if (parameter.path("in").asText().equals("path")) {
                    inPath.add(parameter.path("name").asText());
                }
            });
            assertEquals(
                    PARAMETER
                            .matcher(name)
                            .results()
                            .map(match -> match.group(1))
                            .collect(Collectors.toSet()),
                    inPath,
                    name);
        });
    }

    /** Who may call is what the route says; and where a token may stand in the address, that is told too. */
    @Test
    void every_operation_says_who_may_call_it() {
        for (var route : documented.routes) {
            var security = documented.openApi.at("/paths/" + Documented.escaped(route.path()) + "/"
                    + route.method().name().toLowerCase(Locale.ROOT) + "/security");
            var schemes = security.findValues("bearer");

            assertEquals(route.access() == Access.ANYBODY, schemes.isEmpty(), route.name());
            route.tokenParameter()
                    .ifPresent(name -> assertTrue(security.toString().contains(name), route.name()));
        }
    }

    @Test
    void every_answer_has_an_example_and_every_example_is_as_described() {
        var without = new ArrayList<String>();
        operations((name, operation) -> {
            var verb = name.split(" ")[0].toLowerCase(Locale.ROOT);
            var place = "/paths/" + Documented.escaped(name.split(" ")[1]) + "/" + verb;
            examples(place + "/requestBody", operation.path("requestBody"), without);
            operation.path("responses").properties().forEach(answer -> {
                if (!answer.getValue().has("$ref")) {
                    examples(place + "/responses/" + answer.getKey(), answer.getValue(), without);
                }
            });
        });
        documented
                .openApi
                .at("/components/responses")
                .properties()
                .forEach(answer -> examples("/components/responses/" + answer.getKey(), answer.getValue(), without));

        assertEquals(List.of(), without);
    }

    private void examples(String place, JsonNode body, List<String> without) {
        for (Map.Entry<String, JsonNode> content : body.path("content").properties()) {
            var at = place + "/content/" + Documented.escaped(content.getKey());
            var told = content.getValue();
            if (!told.has("example") && !told.has("examples")) {
                without.add(at);
            }
            if (told.has("example")) {
                documented.requireAt(at + "/schema", told.path("example"));
            }
            told.path("examples")
                    .forEach(example -> documented.requireAt(
                            at + "/schema", resolved(example).path("value")));
        }
    }

    @Test
    void every_frame_has_an_example_that_is_as_described() {
        documented.asyncApi.at("/components/messages").properties().forEach(message -> {
            var example = message.getValue().at("/examples/0/payload");

            assertFalse(example.isMissingNode(), message.getKey());
            documented.requireAtStreams("/components/messages/" + message.getKey() + "/payload", example);
        });
    }

    @Test
    void every_code_is_told_with_words_and_every_word_is_of_a_code_that_is_told() {
        var written = names(Descriptions.read().common().path("problems"));
        var told = names(documented.openApi.at("/components/examples"));

        assertEquals(written, told);
    }

    @Test
    void nothing_is_written_that_nobody_is_told() {
        var written = Descriptions.read();
        for (var section : List.of("parameters", "headers")) {
            var told = names(documented.openApi.at("/components/" + section));
            assertEquals(names(written.common().path(section)), told);
        }
        var schemas = names(documented.openApi.at("/components/schemas"));
        schemas.addAll(names(documented.asyncApi.at("/components/schemas")));
        assertEquals(new TreeSet<>(written.schemas().keySet()), schemas);
        var messages = names(documented.asyncApi.at("/components/messages")).stream()
                .map(name -> name.replaceFirst(".*\\.", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(names(Descriptions.file("streams").path("messages")), messages);
    }

    private static TreeSet<String> names(JsonNode object) {
        return Documented.names(object).collect(Collectors.toCollection(TreeSet::new));
    }

    private void operations(BiConsumer<String, JsonNode> each) {
        documented
                .openApi
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> each.accept(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue())));
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref")
                ? documented.openApi.at(pointer(node.path("$ref").asText()))
                : node;
    }
}
