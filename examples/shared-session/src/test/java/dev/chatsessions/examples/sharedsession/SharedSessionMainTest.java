package dev.chatsessions.examples.sharedsession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharedSessionMainTest {

    private static final String UPDATE = """
            {"type":"contextual_update","text":"quote_ready","data":{"carrier":"FedEx","service":"Ground","cost":12.99},\
            "requestId":"call-1"}""";

    @Test
    void a_page_joins_by_the_link_and_hears_what_the_agents_tool_found() throws Exception {
        var terminal = System.out;
        var output = new PipedOutputStream();
        try (var print = new PrintStream(output, true, StandardCharsets.UTF_8);
                var lines = new Scanner(new PipedInputStream(output), StandardCharsets.UTF_8)) {
            System.setOut(print);
            var demo = new FutureTask<Void>(() -> {
                SharedSessionMain.main(new String[0]);
                return null;
            });
            new Thread(demo, "demo").start();
            var link = URI.create(lines.nextLine().replace("Open ", ""));
            assertTrue(get(link).contains("new WebSocket"), "there is no page behind the link");

            try (var page = SessionSocket.open(link.resolve("/"), "token=" + link.getFragment())) {
                page.say("{\"type\":\"page_ready\"}");
                assertEquals(
                        "get_quotes",
                        page.next("client_tool_call")
                                .path("client_tool_call")
                                .path("tool_name")
                                .asText());
                assertEquals(
                        "selected_shipping_option",
                        page.next("state_changed").path("key").asText());
                var update = page.next("contextual_update");

                var expected = SessionSocket.read(UPDATE);
                for (var field : expected.properties()) {
                    assertEquals(field.getValue(), update.path(field.getKey()), field::getKey);
                }
                assertEquals(page.session(), update.path("session_id").asText());
                assertTrue(update.path("timestamp").isIntegralNumber());
                demo.get(60, TimeUnit.SECONDS);
                assertTrue(lines.nextLine().contains(".svg"));
                assertTrue(lines.nextLine().contains("quote_ready"));
            }
        } finally {
            System.setOut(terminal);
        }
    }

    private static String get(URI page) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(page).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
