package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged server pairs devices: in the terminal where one developer sits, through Omi elsewhere. */
@Timeout(300)
final class DevicesProcessTest {

    private static final String DEVICE = "{\"omi_user_id\":\"device-123\"";

    @TempDir
    private Path folder;

    @Test
    void in_the_dev_profile_the_code_is_in_the_answer_and_on_the_terminal_and_in_no_log() {
        try (var server = ServerProcess.start(folder, "serve", "--port", "0", "--profile", "dev")) {
            var token = server.line(line -> line.startsWith("token of the user demo"))
                    .replaceFirst(".*: ", "");
            var demo = new ChatClient(server.address(), token);

            var code =
                    demo.post("/link/omi/start", DEVICE + "}").path("dev_code").asText();
            var told = server.line(line -> line.startsWith("code for the device omi:device-123"));
            demo.post("/link/omi/confirm", DEVICE + ",\"code\":\"" + code + "\"}");

            assertTrue(told.endsWith(": " + code), told);
            var links = demo.get("/me").path("omi_links");
            assertEquals("device-123", links.path(0).path("omiUserId").asText());
            assertFalse(String.join("\n", server.terminate().errors()).contains(code), "the code is in the log");
        }
    }

    @Test
    void in_the_prod_profile_the_code_goes_to_omi_and_to_nobody_else() throws IOException, InterruptedException {
        var sent = new LinkedBlockingQueue<String>();
        var omi = omi(sent);
        var environment =
                Map.of("CHAT_SESSIONS_ADMIN_TOKEN", Cluster.ADMIN, "CHAT_SESSIONS_OMI_APP_SECRET", "an-omi-secret");
        var url = "http://127.0.0.1:" + omi.getAddress().getPort();
        try (var server = ServerProcess.start(
                folder, environment, "serve", "--port=0", "--omi-app-id=app-1", "--omi-url=" + url)) {
            var address = server.address();
            var ann = new ChatClient(address, server.token(Cluster.ADMIN, "ann"));

            assertEquals(
                    "{\"ok\":true,\"expires_in\":600}",
                    ann.post("/link/omi/start", DEVICE + "}").toString());
            var notification = sent.poll(30, TimeUnit.SECONDS);
            var code = notification.replaceFirst(".*code%20is%20([0-9]{6}).*", "$1");
            ann.post("/link/omi/confirm", DEVICE + ",\"code\":\"" + code + "\"}");

            assertTrue(
                    notification.startsWith(
                            "Bearer an-omi-secret /v2/integrations/app-1/notification?uid=device-123&message="),
                    notification);
            var ended = server.terminate();
            var said = ended.output() + "\n" + ended.errors();
            assertFalse(said.contains(code) || said.contains("an-omi-secret"), said);
        } finally {
            omi.stop(0);
        }
    }

    @Test
    void a_secret_that_everybody_can_see_and_half_an_app_are_refused() {
        try (var seen = ServerProcess.start(folder, "serve", "--omi-app-id=app-1", "--omi-app-secret=s3cret");
                var half = ServerProcess.start(folder, "serve", "--omi-app-id=app-1")) {
            requireRefused("others can see a command line: set CHAT_SESSIONS_OMI_APP_SECRET", seen.ended());
            requireRefused("omi-app-id and omi-app-secret are set together", half.ended());
        }
    }

    private static void requireRefused(String words, ServerProcess.Ended ended) {
        assertEquals(78, ended.exitCode(), ended::toString);
        assertEquals(1, ended.errors().size(), ended::toString);
        assertTrue(ended.errors().get(0).contains(words), ended::toString);
        assertFalse(ended.toString().contains("s3cret"), ended::toString);
    }

    private static HttpServer omi(BlockingQueue<String> sent) throws IOException {
        var omi = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        omi.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var secret = exchange.getRequestHeaders().getFirst("Authorization");
            sent.add(secret + " " + exchange.getRequestURI() + body);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        omi.start();
        return omi;
    }
}
