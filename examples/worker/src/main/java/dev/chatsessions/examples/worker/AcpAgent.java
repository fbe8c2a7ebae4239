package dev.chatsessions.examples.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chatsessions.examples.worker.AgentEnd.Reason;
import dev.chatsessions.examples.worker.AgentEnd.Usage;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * An agent that speaks the Agent Client Protocol on its standard input and output, in a process of its own that stays for the
 * whole session.
 */
final class AcpAgent implements Agent, JsonRpcPeer.Ear {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final Duration ENDS_BY_ITSELF = Duration.ofSeconds(2);

    private static final int UNKNOWN_METHOD = -32601;

    private static final int VERSION = 1;

    private final AgentProcess process;

    private final AgentFolders folders;

    private final JsonRpcPeer peer;

    private volatile String session = "";

    private volatile Optional<AgentOutput> output = Optional.empty();

    private volatile String lastMessage = "";

    private volatile boolean closed;

    private AcpAgent(AgentProcess process, AgentFolders folders) {
        this.process = process;
        this.folders = folders;
        this.peer = new JsonRpcPeer(process.output(), process.input(), this, this::gone);
    }

    static Agent.Starter starter(CommandLineWords command, AgentFolders folders, ProcessGuard guard) {
        return place -> {
            var words = command.filled(Map.of(
                    "{session}", place.session(), "{model}", place.model().orElse("")));
            var launch = new AgentProcess.Launch(folders.work(), Map.of(), Redirect.PIPE);
            var agent = new AcpAgent(AgentProcess.start(words, launch, guard), folders);
            try {
                agent.begin(place);
                return agent;
            } catch (AgentFailure failure) {
                agent.close();
                throw failure;
            }
        };
    }

    /** One that says nothing more is of no use, even if it goes on. */
    private AgentFailure gone() {
        process.awaitEnd(ENDS_BY_ITSELF);
        if (process.isAlive()) {
            process.close();
            return new AgentFailure("the agent has closed its output");
        }
        try {
            return new AgentFailure("the agent ended with exit code " + process.exitCode() + process.lastWords());
        } catch (AgentFailure stillThere) {
            return stillThere;
        }
    }

    private void begin(AgentPlace place) throws AgentFailure {
        peer.start();
        var capabilities = ServerApi.fields().put("terminal", false);
        capabilities.putObject("fs").put("readTextFile", false).put("writeTextFile", false);
        var hello = ServerApi.fields().put("protocolVersion", VERSION);
        hello.set("clientCapabilities", capabilities);
        hello.putObject("clientInfo").put("name", "chat-sessions-worker").put("version", "1");
        var greeting = peer.call("initialize", hello, LIMIT);
        requireVersion(greeting.path("protocolVersion").asInt(VERSION));
        var begun = restored(place, greeting.path("agentCapabilities"));
        choose(place.model(), begun.isPresent() ? begun.get() : created());
    }

    private static void requireVersion(int version) throws AgentFailure {
        if (version != VERSION) {
            throw AgentFailure.lasting(
                    "the agent speaks version " + version + " of its protocol, and this worker " + VERSION);
        }
    }

    private Optional<JsonNode> restored(AgentPlace place, JsonNode offers) {
        var resumes = offers.path("sessionCapabilities").has("resume");
        if (place.before().isEmpty() || !resumes && !offers.path("loadSession").asBoolean()) {
            return Optional.empty();
        }
        try {
            // One that loads tells all that was said once more; nobody listens before it is asked something.
            var method = resumes ? "session/resume" : "session/load";
            var restored =
                    peer.call(method, place().put("sessionId", place.before().get()), LIMIT);
            session = place.before().get();
            return Optional.of(restored);
        } catch (AgentFailure forgotten) {
            return Optional.empty();
        }
    }

    private JsonNode created() throws AgentFailure {
        var created = peer.call("session/new", place(), LIMIT);
        session = created.path("sessionId").asText();
        return created;
    }

    private ObjectNode place() {
        var place = ServerApi.fields().put("cwd", folders.work().toString());
        place.putArray("mcpServers");
        return place;
    }

    /** An agent that does not let anybody choose answers with what it has. */
    private void choose(Optional<String> model, JsonNode begun) throws AgentFailure {
        for (var option : begun.path("configOptions")) {
            if (model.isPresent() && option.path("category").asText().equals("model")) {
                if (option.path("options").findValuesAsText("value").stream().noneMatch(model.get()::equals)) {
                    throw AgentFailure.lasting("the agent has no model " + model.get());
                }
                var choice = ServerApi.fields()
                        .put("sessionId", session)
                        .put("configId", option.path("id").asText())
                        .put("value", model.get());
                peer.call("session/set_config_option", choice, LIMIT);
            }
        }
    }

    @Override
    public Optional<String> session() {
        return Optional.of(session);
    }

    @Override
    public boolean isAlive() {
        return !closed && process.isAlive();
    }

    @Override
    public AgentEnd answer(String question, AgentOutput to) throws AgentFailure {
        var prompt = ServerApi.fields().put("sessionId", session);
        prompt.putArray("prompt").addObject().put("type", "text").put("text", question);
        CompletableFuture<JsonNode> answer;
        synchronized (this) {
            if (to.isUnwanted()) {
                return AgentEnd.of(Reason.STOPPED);
            }
            output = Optional.of(to);
            lastMessage = "";
            answer = peer.call("session/prompt", prompt);
        }
        try {
            return end(JsonRpcPeer.awaited(answer));
        } finally {
            output = Optional.empty();
        }
    }

    private static AgentEnd end(JsonNode result) throws AgentFailure {
        return switch (result.path("stopReason").asText()) {
            // Agents count nothing for what was cancelled, which is not the same as none.
            case "cancelled" -> AgentEnd.of(Reason.STOPPED);
            case "max_tokens", "max_turn_requests" -> new AgentEnd(Reason.LENGTH, usage(result));
            case "refusal" -> throw new AgentFailure("the agent refuses to answer");
            default -> new AgentEnd(Reason.COMPLETE, usage(result));
        };
    }

    private static Optional<Usage> usage(JsonNode result) {
        var usage = result.path("usage");
        return usage.path("inputTokens").isIntegralNumber()
                        && usage.path("outputTokens").isIntegralNumber()
                ? Optional.of(new Usage(
                        usage.path("inputTokens").asLong(),
                        usage.path("outputTokens").asLong()))
                : Optional.empty();
    }

    @Override
    public synchronized void cancel() {
        if (output.isPresent()) {
            peer.tell("session/cancel", ServerApi.fields().put("sessionId", session));
        }
    }

    @Override
    public void told(String method, JsonNode params) {
        if (method.equals("session/update")) {
            listener(params).ifPresent(to -> told(params.path("update"), to));
        }
    }

    /** Who hears what is said in a session; what the agent has other sessions for is its own affair. */
    private Optional<AgentOutput> listener(JsonNode params) {
        return output.filter(to -> params.path("sessionId").asText(session).equals(session));
    }

    private void told(JsonNode update, AgentOutput to) {
        switch (update.path("sessionUpdate").asText()) {
            case "agent_message_chunk" -> text(update, to);
            case "agent_thought_chunk" -> to.status("thinking");
            case "tool_call", "tool_call_update" ->
                to.status(update.path("title").asText());
            default -> {
                // Agents tell much, and more with every version.
            }
        }
    }

    /** Between tools an agent says several things, which are one answer. */
    private void text(JsonNode update, AgentOutput to) {
        var message = update.path("messageId").asText();
        var text = update.path("content").path("text").asText();
        if (!lastMessage.isEmpty() && !message.equals(lastMessage)) {
            to.text("\n\n");
        }
        lastMessage = message;
        to.text(text);
    }

    @Override
    public void asked(JsonNode id, String method, JsonNode params) {
        if (!method.equals("session/request_permission")) {
            peer.refuse(id, UNKNOWN_METHOD, "this client offers no " + method);
            return;
        }
        var chosen = new CompletableFuture<Optional<String>>();
        chosen.thenAccept(option -> peer.answer(id, outcome(option)));
        var title = params.path("toolCall").path("title").asText("the agent wants to go on");
        var ask = new PermissionAsk(title, params.path("toolCall"), params.path("options"), chosen);
        listener(params).ifPresentOrElse(to -> to.permission(ask), ask::cancel);
    }

    private static JsonNode outcome(Optional<String> option) {
        var result = ServerApi.fields();
        var outcome = result.putObject("outcome").put("outcome", option.isPresent() ? "selected" : "cancelled");
        option.ifPresent(id -> outcome.put("optionId", id));
        return result;
    }

    /** One whose input ends may still write down what it knows. */
    @Override
    public void close() {
        closed = true;
        peer.hangUp();
        process.awaitEnd(ENDS_BY_ITSELF);
        process.close();
    }
}
