package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.core.BuiltInAssistant;
import java.io.StringReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** The documents as they are served: to anybody, of what is installed, and as a page that needs nothing from elsewhere. */
class DocsRoutesTest {

    private static final Set<String> LEADING_AWAY = Set.of("href", "src", "action", "srcset", "poster", "data");

    @Test
    void anybody_is_told_all_routes_and_streams() {
        try (var server = server(options -> options)) {
            var openApi = Wire.ok(200, get(server, "/openapi.json"));
            var asyncApi = Wire.ok(200, get(server, "/asyncapi.json"));

            assertEquals(Documented.all().openApi.toString(), openApi.toString());
            assertEquals(Documented.all().asyncApi.toString(), asyncApi.toString());
        }
    }

    @Test
    void only_what_is_installed_is_told_and_where() {
        try (var server = server(
                options -> options.routes(RouteGroup.CHAT, RouteGroup.DOCS).under("/support"))) {
            var openApi = Wire.ok(200, get(server, "/support/openapi.json"));

            assertEquals("/support", openApi.at("/servers/0/url").asText());
            assertEquals(
                    Set.of(
                            "/chat",
                            "/chat/stream",
                            "/chat/stop",
                            "/chat/history",
                            "/chat/sessions",
                            "/openapi.json",
                            "/asyncapi.json",
                            "/docs",
                            "/docs/style.css"),
                    new TreeSet<>(Wire.names(openApi.path("paths"))));
            assertFalse(openApi.path("components").path("schemas").has("Worker"));
            assertEquals(200, get(server, "/support/docs/style.css").statusCode());
        }
    }

    @Test
    void the_page_runs_nothing_and_asks_for_nothing_from_elsewhere() throws Exception {
        try (var server = server(options -> options)) {
            var answer = get(server, "/docs");

            assertEquals(
                    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                    answer.headers().firstValue("Content-Security-Policy").orElse(""));
            assertEquals(
                    "text/html;charset=utf-8",
                    answer.headers().firstValue("Content-Type").orElse(""));
            for (var element : elements(page(answer))) {
                assertFalse(Set.of("script", "style", "iframe", "img").contains(element.getTagName()));
                for (var i = 0; i < element.getAttributes().getLength(); i++) {
                    var attribute = element.getAttributes().item(i);
                    assertFalse(attribute.getNodeName().startsWith("on"), attribute::toString);
                    assertFalse(attribute.getNodeName().equals("style"), attribute::toString);
                    if (LEADING_AWAY.contains(attribute.getNodeName())) {
                        assertFalse(attribute.getNodeValue().matches("(?i)([a-z]+:)?//.*"), attribute::toString);
                    }
                }
            }
            assertFalse(get(server, "/docs/style.css").body().matches("(?s).*(url\\(|@import).*"));
        }
    }

    @Test
    void the_page_can_be_used_by_whoever_does_not_see_it() throws Exception {
        try (var server = server(options -> options)) {
            var page = page(get(server, "/docs"));
            var ids = new HashSet<String>();
            var linked = new TreeSet<String>();
            var level = 0;
            for (var element : elements(page)) {
                if (element.hasAttribute("id")) {
                    assertTrue(ids.add(element.getAttribute("id")), element.getAttribute("id"));
                }
                if (element.getAttribute("href").startsWith("#")) {
                    linked.add(element.getAttribute("href").substring(1));
                }
                if (element.getTagName().matches("h[1-6]")) {
                    var next = element.getTagName().charAt(1) - '0';
                    assertTrue(next <= level + 1, element.getTextContent());
                    level = next;
                }
                if (element.getTagName().equals("table")) {
                    assertEquals("caption", element.getFirstChild().getNodeName());
                }
            }
            linked.removeAll(ids);

            assertEquals(Set.of(), linked);
            assertEquals("en", page.getDocumentElement().getAttribute("lang"));
            assertEquals(1, page.getElementsByTagName("main").getLength());
            assertEquals(1, page.getElementsByTagName("nav").getLength());
        }
    }

    @Test
    void the_page_shows_every_route_and_every_stream() throws Exception {
        try (var server = server(options -> options)) {
            var shown = new TreeSet<String>();
            for (var element : elements(page(get(server, "/docs")))) {
                if (element.getTagName().equals("summary")) {
                    shown.add(element.getElementsByTagName("h3")
                            .item(0)
                            .getTextContent()
                            .replaceAll("\\s+", " ")
                            .strip());
                }
            }

            var expected = new TreeSet<String>();
            Documented.all()
                    .openApi
                    .path("paths")
                    .properties()
                    .forEach(path -> Wire.names(path.getValue())
                            .forEach(method -> expected.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
            Documented.all()
                    .asyncApi
                    .path("channels")
                    .forEach(channel -> expected.add(channel.path("address").asText()));
            assertEquals(expected, shown);
        }
    }

    @Test
    void what_a_client_of_a_shared_session_may_say_is_understood_as_the_examples_have_it() {
        var asyncApi = Documented.all().asyncApi;
        try (var target = new Target();
                var client = new SharedClients(target).open("ana", "")) {
            var heard = asyncApi.at("/operations/receiveShared/messages");
            assertFalse(heard.isEmpty());
            for (var said : heard) {
                var name = said.path("$ref").asText().replaceFirst(".*/", "");
                var message = asyncApi.path("components").path("messages").path(name);
                client.say(message.at("/examples/0/payload").toString());
            }
            client.say("{\"type\":\"ping\",\"id\":\"last\"}");

            for (var frame = client.next(); !frame.path("id").asText().equals("last"); frame = client.next()) {
                assertNotEquals("error", frame.path("type").asText(), frame::toString);
            }
        }
    }

    @Test
    void what_is_told_as_text_is_never_taken_for_an_element() {
        var html = new Html()
                .element("p", "<script>\"&'</script>", "title", "\"><b>")
                .prose("a `<i>` b");

        assertEquals(
                "<!DOCTYPE html>\n<p title=\"&quot;&gt;&lt;b&gt;\">&lt;script&gt;&quot;&amp;'&lt;/script&gt;</p>"
                        + "a <code>&lt;i&gt;</code> b",
                html.toString());
    }

    private static TestServer server(UnaryOperator<ChatSessionsPlugin.Builder> options) {
        return new TestServer(BuiltInAssistant.instant(), settings -> settings, options);
    }

    private static HttpResponse<String> get(TestServer server, String path) {
        return server.send(HttpRequest.newBuilder(server.uri(path)).GET());
    }

    private static Document page(HttpResponse<String> answer) throws Exception {
        assertEquals(200, answer.statusCode(), answer::body);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(answer.body())));
    }

    private static List<Element> elements(Document page) {
        var all = new ArrayList<Element>();
        var nodes = page.getElementsByTagName("*");
        for (var i = 0; i < nodes.getLength(); i++) {
            all.add((Element) nodes.item(i));
        }
        return all;
    }
}
