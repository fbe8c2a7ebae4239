package dev.chatsessions.adapter.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An endpoint that speaks OpenAI's chat completions and answers by the script, on bare sockets: it can say nothing, break off
 * and see that nobody listens any more. Thread-safe.
 */
public final class StubModel implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerSocket socket;

    private final ExecutorService threads = Executors.newCachedThreadPool(StubModel::daemon);

    private final Queue<Script> next = new ConcurrentLinkedQueue<>();

    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

    private volatile Script otherwise =
            wire -> wire.says("Hello").ends("stop").took(7, 3).isDone();

    public StubModel() {
        try {
            socket = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        threads.execute(this::accept);
    }

    /** What is answered to one question. */
    @FunctionalInterface
    public interface Script {
        void play(Wire wire) throws Exception;
    }

    /** A question: its head, names in lower case, and its body. */
    public record Asked(String line, Map<String, String> headers, JsonNode body) {}

    public URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/v1");
    }

    /** Answers the next questions by these, one each. */
    public StubModel then(Script... scripts) {
        next.addAll(java.util.List.of(scripts));
        return this;
    }

    /** Answers every question by this for which there is no other script. */
    public StubModel otherwise(Script script) {
        otherwise = script;
        return this;
    }

    /** The next question that was asked. */
    public Asked asked() {
        try {
            var question = asked.poll(20, TimeUnit.SECONDS);
            if (question == null) {
                throw new AssertionError("the model was not asked");
            }
            return question;
        } catch (InterruptedException interrupted) {
            throw new AssertionError("interrupted", interrupted);
        }
    }

    /** How many questions nobody looked at yet. */
    public int unseen() {
        return asked.size();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                connection.setTcpNoDelay(true);
                threads.execute(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in = new BufferedInputStream(connection.getInputStream());
            for (var question = read(in); question != null; question = read(in)) {
                asked.add(question);
                var script = next.poll();
                var wire = new Wire(connection, in);
                (script == null ? otherwise : script).play(wire);
                if (!wire.whole) {
                    return;
                }
            }
        } catch (Exception gone) {
            // Nobody listens any more, or the test is over.
        }
    }

    private static Asked read(InputStream in) throws IOException {
        var line = line(in);
        if (line.isEmpty()) {
            return null;
        }
        var headers = new TreeMap<String, String>();
        for (var header = line(in); !header.isEmpty(); header = line(in)) {
            var colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        var body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Asked(line, headers, JSON.readTree(body));
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "stub-model");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        threads.shutdownNow();
    }

    /** What goes over one connection. For one thread. */
    public static final class Wire {

        private final Socket connection;

        private final InputStream in;

        private final OutputStream out;

        private boolean begun;

        private boolean whole;

        private Wire(Socket connection, InputStream in) throws IOException {
            this.connection = connection;
            this.in = in;
            this.out = connection.getOutputStream();
        }

        /** A refusal, or anything else that is no stream; {@code headers} are whole lines. */
        public void answers(int status, String body, String... headers) throws IOException {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            var head = new StringBuilder("HTTP/1.1 " + status + " Because\r\nContent-Type: application/json\r\n");
            for (var header : headers) {
                head.append(header).append("\r\n");
            }
            head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
            out.write(head.toString().getBytes(StandardCharsets.UTF_8));
            out.write(bytes);
            out.flush();
            whole = true;
        }

        /** Begins the stream; everything else does so where it has not begun. */
        public Wire begins() throws IOException {
            if (!begun) {
                begun = true;
                out.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                        .getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            return this;
        }

        public Wire says(String... words) throws IOException {
            for (var word : words) {
                delta(node().put("content", word), null);
            }
            return this;
        }

        public Wire calls(String id, String tool, String arguments) throws IOException {
            var delta = node();
            var call = delta.putArray("tool_calls").addObject();
            call.put("index", 0).put("id", id).put("type", "function");
            call.putObject("function").put("name", tool).put("arguments", arguments);
            delta(delta, null);
            return this;
        }

        public Wire ends(String reason) throws IOException {
            delta(node(), reason);
            return this;
        }

        public Wire took(int input, int output) throws IOException {
            return took(input, output, 0, 0);
        }

        public Wire took(int input, int output, int cached, int reasoning) throws IOException {
            var chunk = chunk();
            chunk.putArray("choices");
            var usage = chunk.putObject("usage");
            usage.put("prompt_tokens", input).put("completion_tokens", output).put("total_tokens", input + output);
            usage.putObject("prompt_tokens_details").put("cached_tokens", cached);
            usage.putObject("completion_tokens_details").put("reasoning_tokens", reasoning);
            event(chunk.toString());
            return this;
        }

        public void isDone() throws IOException {
            event("[DONE]");
            closes();
        }

        /** Ends the stream as HTTP has it, whether or not all was said. */
        public void closes() throws IOException {
            begins();
            out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            whole = true;
        }

        /** Breaks off: the connection is gone in the middle. */
        public void breaksOff() throws IOException {
            connection.close();
        }

        /** Says no more, until whoever asked has gone. */
        public void waitsUntilNobodyListens() throws IOException {
            begins();
            waitsForNobody();
        }

        /** Does not even begin, until whoever asked has gone. */
        public void waitsForNobody() throws IOException {
            while (in.read() >= 0) {
                // Nobody asks on while an answer is awaited.
            }
        }

        private void delta(ObjectNode delta, String reason) throws IOException {
            var chunk = chunk();
            var choice = chunk.putArray("choices").addObject();
            choice.put("index", 0).set("delta", delta);
            choice.put("finish_reason", reason);
            event(chunk.toString());
        }

        private static ObjectNode chunk() {
            return node().put("id", "chatcmpl-1")
                    .put("object", "chat.completion.chunk")
                    .put("created", 1)
                    .put("model", "stub-1");
        }

        private static ObjectNode node() {
            return JsonNodeFactory.instance.objectNode();
        }

        private void event(String data) throws IOException {
            begins();
            var bytes = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.write(bytes);
            out.write("\r\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
