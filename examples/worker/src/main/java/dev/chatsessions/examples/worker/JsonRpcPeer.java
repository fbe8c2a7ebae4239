package dev.chatsessions.examples.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Speaks JSON-RPC with a process, a line for each message. What the other says is told in its order, on one thread; a line
 * that is no message is passed over. What is said to it waits until it reads, and holds up nobody. Thread-safe.
 */
final class JsonRpcPeer {

    private static final int LONGEST_LINE = 32 << 20;

    /** One that leaves so much unread is told no more, and asked nothing. */
    private static final int MOST_UNREAD = 1_000;

    private static final byte[] END = {};

    private final AtomicLong calls = new AtomicLong();

    private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();

    private final InputStream in;

    private final OutputStream out;

    private final BlockingQueue<byte[]> unread = new LinkedBlockingQueue<>(MOST_UNREAD);

    private final Ear ear;

    private final Supplier<AgentFailure> gone;

    private volatile Optional<AgentFailure> unreadable = Optional.empty();

    private volatile boolean over;

    /** Told what the other side says by itself. Must not block: it holds up everything else that is said. */
    interface Ear {

        void told(String method, JsonNode params);

        void asked(JsonNode id, String method, JsonNode params);
    }

    /** @param gone why there is nobody any more, once there is nobody */
    JsonRpcPeer(InputStream in, OutputStream out, Ear ear, Supplier<AgentFailure> gone) {
        this.in = in;
        this.out = out;
        this.ear = ear;
        this.gone = gone;
    }

    void start() {
        WorkerThreads.named("agent-output").newThread(this::read).start();
        WorkerThreads.named("agent-input").newThread(this::write).start();
    }

    /** Asks, and waits for what comes of it. */
    CompletableFuture<JsonNode> call(String method, JsonNode params) {
        var id = calls.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        waiting.put(id, answer);
        if (!send(message().put("id", id).put("method", method).set("params", params))) {
            answer.completeExceptionally(new AgentFailure("the agent does not read what it is told"));
            waiting.remove(id);
        }
        if (over) {
            end();
        }
        return answer;
    }

    JsonNode call(String method, JsonNode params, Duration limit) throws AgentFailure {
        try {
            return result(call(method, params).get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            throw new AgentFailure("the agent does not answer " + method + " within " + Durations.words(limit), late);
        } catch (ExecutionException | InterruptedException failed) {
            throw failure(failed);
        }
    }

    /** Waits for as long as the other side takes. */
    static JsonNode awaited(CompletableFuture<JsonNode> answer) throws AgentFailure {
        try {
            return result(answer.get());
        } catch (ExecutionException | InterruptedException failed) {
            throw failure(failed);
        }
    }

    private static JsonNode result(JsonNode answer) throws AgentFailure {
        if (answer.has("error")) {
            throw new AgentFailure(
                    "the agent says: " + answer.path("error").path("message").asText("no"));
        }
        return answer.path("result");
    }

    private static AgentFailure failure(Exception failed) {
        if (failed.getCause() instanceof AgentFailure failure) {
            return failure;
        }
        Thread.currentThread().interrupt();
        return new AgentFailure("stopped while waiting for the agent", failed);
    }

    void tell(String method, JsonNode params) {
        send(message().put("method", method).set("params", params));
    }

    void answer(JsonNode id, JsonNode result) {
        send(message().<ObjectNode>set("id", id).set("result", result));
    }

    void refuse(JsonNode id, int code, String why) {
        var error = ServerApi.fields().put("code", code).put("message", why);
        send(message().<ObjectNode>set("id", id).set("error", error));
    }

    private static ObjectNode message() {
        return ServerApi.fields().put("jsonrpc", "2.0");
    }

    /** Whether there was room for it. */
    private boolean send(JsonNode message) {
        return unread.offer((message + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Tells the other side that nothing more will be said, once it has read what was. */
    void hangUp() {
        unread.offer(END);
    }

    private void write() {
        try (out) {
            for (var line = unread.take(); line != END; line = unread.take()) {
                out.write(line);
                out.flush();
            }
        } catch (IOException gone) {
            // Its output has ended too, which tells everybody who waits.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try {
            for (var line = line(); line.isPresent(); line = line()) {
                hear(ServerApi.read(line.get()));
            }
        } catch (IOException ended) {
            // It is told below like every end.
        } finally {
            over = true;
            end();
            hangUp();
        }
    }

    private Optional<String> line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return Optional.empty();
            }
            if (line.size() == LONGEST_LINE) {
                unreadable = Optional.of(new AgentFailure("the agent says more than 32 MiB in one line"));
                return Optional.empty();
            }
            line.write(next);
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8));
    }

    private void hear(JsonNode message) {
        var method = message.path("method").asText();
        if (!method.isEmpty() && message.has("id")) {
            ear.asked(message.path("id"), method, message.path("params"));
        } else if (!method.isEmpty()) {
            ear.told(method, message.path("params"));
        } else if (message.has("id")) {
            Optional.ofNullable(waiting.remove(message.path("id").asLong()))
                    .ifPresent(answer -> answer.complete(message));
        }
    }

    private void end() {
        var why = unreadable.orElseGet(gone);
        waiting.values().forEach(answer -> answer.completeExceptionally(why));
        waiting.clear();
    }
}
