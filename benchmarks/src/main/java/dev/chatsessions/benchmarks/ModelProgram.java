package dev.chatsessions.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An endpoint that speaks OpenAI's chat completions and says so many words to each question, fifty a second. */
final class ModelProgram {

    static final int WORDS_PER_SECOND = 50;

    private static final long APART = TimeUnit.SECONDS.toNanos(1) / WORDS_PER_SECOND;

    private final int words;

    private ModelProgram(int words) {
        this.words = words;
    }

    public static void main(String... arguments) throws IOException {
        var model = new ModelProgram(Integer.parseInt(arguments[0]));
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/v1/chat/completions", model::answer);
        server.start();
        new Orders().follow(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1"));
        // A pool that waits for more work may keep the process for a minute.
        System.exit(0);
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            var out = exchange.getResponseBody();
            var next = System.nanoTime();
            for (var word = 0; word < words; word++) {
                for (var left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                say(out, "[{\"index\":0,\"delta\":{\"content\":\"word \"},\"finish_reason\":null}]");
                next += APART;
            }
            say(out, "[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]");
            out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static void say(OutputStream out, String choices) throws IOException {
        out.write(("data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                        + choices + "}\n\n")
                .getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
