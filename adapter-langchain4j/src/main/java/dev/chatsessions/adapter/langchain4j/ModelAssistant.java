package dev.chatsessions.adapter.langchain4j;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.spi.Assistant;
import dev.chatsessions.spi.Tokenizer;
import dev.chatsessions.spi.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An assistant on a streaming chat model of LangChain4j. Words go on as they come; tools that the model calls are told as
 * status and kept beside the answer; a stop reaches the provider. A call is made again only while the model has not said
 * anything, and only where that may help: too many calls, a server that failed or was not reached. What the model does not
 * report of its tokens is estimated and marked so. Whatever fails is an
 * {@link dev.chatsessions.ChatSessionsException.AssistantFailed} with a code that begins with {@code model-}, without the
 * words of the provider. Thread-safe if the model is.
 */
public final class ModelAssistant implements Assistant {

    private static final String BETWEEN_ROUNDS = "\n\n";

    private static final String UNKNOWN = "unknown";

    private final Calls calls;

    private final Counting counting;

    private final Toolbox tools;

    private final int maxRounds;

    private final List<String> instructions;

    private final Function<Turn, Optional<Summary>> summary;

    private ModelAssistant(Builder parts) {
        var http = new ModelHttp(parts.connectTimeout);
        counting = new Counting(parts.modelName, parts.tokenizer, parts.details);
        calls = new Calls(parts.model.apply(http), http, parts.patience, counting);
        tools = new Toolbox(parts.tools, parts.toolLimits);
        maxRounds = parts.maxRounds;
        instructions = parts.instructions;
        summary = parts.summary;
    }

    /**
     * What was said in a thread before, in few words.
     *
     * @param through the position of the last message that it covers
     */
    public record Summary(String text, long through) {
        public Summary {
            requireNonNull(text, "text");
        }
    }

    /** On a model that was built already; a stop reaches its provider with the first word that it says. */
    public static Builder builder(StreamingChatModel model) {
        requireNonNull(model, "model");
        return new Builder(http -> model);
    }

    /**
     * On a model that speaks over the HTTP client it is given, as those with an {@code httpClientBuilder} do: a stop
     * reaches its provider at any time.
     */
    public static Builder builder(Function<HttpClientBuilder, StreamingChatModel> model) {
        return new Builder(requireNonNull(model, "model"));
    }

    @Override
    public void answer(Turn turn, Sink sink) throws InterruptedException {
        var tally = new Tally(counting.model());
        try {
            answer(prompt(turn), sink, tally);
        } finally {
            sink.consumed(tally.total());
        }
    }

    @Override
    public Optional<String> model() {
        return Optional.of(counting.model()).filter(name -> !name.equals(UNKNOWN));
    }

    private List<ChatMessage> prompt(Turn turn) {
        var told = new ArrayList<>(instructions);
        var covered = summary.apply(turn);
        covered.ifPresent(before -> told.add(before.text()));
        var through = covered.map(Summary::through).orElse(0L);
        return Prompt.of(
                told,
                turn.history().stream()
                        .filter(message -> message.position() > through
                                || message.id().equals(turn.question().id()))
                        .toList());
    }

    private void answer(List<ChatMessage> messages, Sink sink, Tally tally) throws InterruptedException {
        var said = false;
        for (var round = 1; ; round++) {
            var response = calls.call(request(messages, round), sink, said ? BETWEEN_ROUNDS : "", tally);
            if (response.isEmpty()) {
                return;
            }
            var answer = response.get().aiMessage();
            if (!answer.hasToolExecutionRequests()) {
                finish(response.get(), sink);
                return;
            }
            if (round > maxRounds) {
                throw ModelFailure.TOOL_LOOP.told();
            }
            said |= words(answer).isPresent();
            if (!callTools(messages, answer, round, sink)) {
                return;
            }
        }
    }

    /** In the last round the model has to say something. */
    private ChatRequest request(List<ChatMessage> messages, int round) {
        var request = ChatRequest.builder().messages(List.copyOf(messages));
        if (round <= maxRounds) {
            request.toolSpecifications(tools.specifications());
        }
        return request.build();
    }

    /** Whether all were called; somebody may want it to stop in between. */
    private boolean callTools(List<ChatMessage> messages, AiMessage answer, int round, Sink sink) {
        var requests = named(answer.toolExecutionRequests(), round);
        messages.add(
                words(answer).map(said -> AiMessage.from(said, requests)).orElseGet(() -> AiMessage.from(requests)));
        for (var request : requests) {
            if (sink.stopRequested()) {
                return false;
            }
            messages.add(tools.call(request, request.id(), sink));
        }
        return true;
    }

    private static Optional<String> words(AiMessage answer) {
        return Optional.ofNullable(answer.text()).filter(text -> !text.isEmpty());
    }

    /** Some servers give their calls no ids. */
    private static List<ToolExecutionRequest> named(List<ToolExecutionRequest> requests, int round) {
        var named = new ArrayList<ToolExecutionRequest>();
        for (var request : requests) {
            var id = Optional.ofNullable(request.id())
                    .filter(told -> told.matches("[\\x21-\\x7e]{1,200}"))
                    .orElse("call_" + round + "_" + named.size());
            named.add(ToolExecutionRequest.builder()
                    .id(id)
                    .name(request.name())
                    .arguments(request.arguments())
                    .build());
        }
        return named;
    }

    /** A stream that names neither its end nor what it took was broken off, whatever closed it. */
    private static void finish(ChatResponse response, Sink sink) {
        if (response.finishReason() == null && response.tokenUsage() == null) {
            throw ModelFailure.CUT_OFF.told();
        }
        if (response.finishReason() == dev.langchain4j.model.output.FinishReason.CONTENT_FILTER) {
            throw ModelFailure.FILTERED.told();
        }
        if (response.finishReason() == dev.langchain4j.model.output.FinishReason.LENGTH) {
            sink.finish(FinishReason.LENGTH);
        }
    }

    /** Says how a model is called. Not thread-safe. */
    public static final class Builder {

        private final Function<HttpClientBuilder, StreamingChatModel> model;

        private String modelName = UNKNOWN;

        private List<String> instructions = List.of();

        private Function<Turn, Optional<Summary>> summary = turn -> Optional.empty();

        private Tokenizer tokenizer = Tokenizer.ofCharacters();

        private Function<dev.langchain4j.model.output.TokenUsage, Counting.Details> details =
                usage -> new Counting.Details(0, 0);

        private List<Tool> tools = List.of();

        private Tool.Limits toolLimits = new Tool.Limits(Duration.ofSeconds(10), 16 * 1024);

        private int maxRounds = 8;

        private Duration connectTimeout = Duration.ofSeconds(10);

        private Patience patience = Patience.USUAL;

        private Builder(Function<HttpClientBuilder, StreamingChatModel> model) {
            this.model = model;
        }

        /** Whose tokens they are where the model tells no name of its own, 1 to 200 characters. */
        public Builder modelName(String value) {
            modelName = dev.chatsessions.TokenCount.measured(value, 0, 0).model();
            return this;
        }

        /** What the model is told before all else; nothing unless said. */
        public Builder systemPrompt(String value) {
            instructions = List.of(requireNonNull(value, "value"));
            return this;
        }

        /** What stands for the messages that it covers, asked for with each turn; nothing unless said. */
        public Builder summary(Function<Turn, Optional<Summary>> value) {
            summary = requireNonNull(value, "value");
            return this;
        }

        /** Counts tokens that the model does not report; one for every four characters unless said. */
        public Builder tokenizer(Tokenizer value) {
            tokenizer = requireNonNull(value, "value");
            return this;
        }

        Builder details(Function<dev.langchain4j.model.output.TokenUsage, Counting.Details> value) {
            details = value;
            return this;
        }

        /** What the model may call; nothing unless said. */
        public Builder tools(List<? extends Tool> value) {
            tools = List.copyOf(value);
            return this;
        }

        /** What one call of a tool may take; 10 s and 16,384 characters unless said. */
        public Builder toolLimits(Tool.Limits value) {
            toolLimits = requireNonNull(value, "value");
            return this;
        }

        /** How often in one answer the model may call tools and read what came of it, 0 to 32; 8 unless said. */
        public Builder maxToolRounds(int value) {
            if (value < 0 || value > 32) {
                throw new IllegalArgumentException("value " + value + " is not 0 to 32");
            }
            maxRounds = value;
            return this;
        }

        /** How long to wait for a connection; 10 s unless said. */
        public Builder connectTimeout(Duration value) {
            connectTimeout = requireNonNull(value, "value");
            return this;
        }

        /**
         * How long to wait for the first word of the model, for each one after it, and for the whole of one call; 60 s,
         * 30 s and 10 min unless said.
         */
        public Builder timeouts(Duration firstWord, Duration nextWord, Duration whole) {
            patience = patience.withTimeouts(firstWord, nextWord, whole);
            return this;
        }

        /**
         * How often to call, 1 to 10, how long to wait before the second call, doubled with each further one, and the
         * longest that a server may ask to be left alone; 3, 500 ms and 20 s unless said.
         */
        public Builder tries(int most, Duration pause, Duration longestPause) {
            patience = patience.withTries(most, pause, longestPause);
            return this;
        }

        public ModelAssistant build() {
            return new ModelAssistant(this);
        }
    }
}
