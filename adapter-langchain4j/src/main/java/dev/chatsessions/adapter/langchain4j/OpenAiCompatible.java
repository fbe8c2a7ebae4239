package dev.chatsessions.adapter.langchain4j;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.spi.Tokenizer;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiTokenCountEstimator;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import java.net.URI;
import java.util.Optional;

/**
 * A model behind an endpoint that speaks OpenAI's chat completions, wherever it is. Needs {@code langchain4j-open-ai}.
 * Immutable.
 *
 * @param url where it is, up to and without {@code /chat/completions}, such as {@code https://api.openai.com/v1}
 * @param model its name there
 * @param key sent as a bearer token, where there is one
 * @param temperature 0 to 2; the model's own where empty
 */
public record OpenAiCompatible(URI url, String model, Optional<String> key, Optional<Double> temperature) {

    public OpenAiCompatible {
        if (!String.valueOf(requireNonNull(url, "url").getScheme()).matches("https?") || url.getHost() == null) {
            throw new IllegalArgumentException("url is not an address of http or https");
        }
        if (!requireNonNull(model, "model").matches("[\\x21-\\x7e]{1,200}")) {
            throw new IllegalArgumentException("model is not 1 to 200 visible characters of ASCII");
        }
        // Never repeats what it refuses.
        if (requireNonNull(key, "key")
                .filter(text -> !text.matches("[\\x21-\\x7e]{1,1000}"))
                .isPresent()) {
            throw new IllegalArgumentException("key is not 1 to 1,000 visible characters of ASCII");
        }
        if (requireNonNull(temperature, "temperature")
                .filter(value -> !(value >= 0 && value <= 2))
                .isPresent()) {
            throw new IllegalArgumentException("temperature " + temperature.get() + " is not 0 to 2");
        }
    }

    /** Without a key. */
    public static OpenAiCompatible of(URI url, String model) {
        return new OpenAiCompatible(url, model, Optional.empty(), Optional.empty());
    }

    public OpenAiCompatible withKey(String value) {
        return new OpenAiCompatible(url, model, Optional.of(value), temperature);
    }

    public OpenAiCompatible withTemperature(double value) {
        return new OpenAiCompatible(url, model, key, Optional.of(value));
    }

    /** An assistant on it, with the tokens that it reports, and its own tokenizer where it is known. */
    public ModelAssistant.Builder assistant() {
        return ModelAssistant.builder(this::over)
                .modelName(model)
                .tokenizer(tokenizer())
                .details(OpenAiCompatible::details);
    }

    /** Its own where the name is one of OpenAI's, else an estimate. */
    public Tokenizer tokenizer() {
        try {
            return new OpenAiTokenCountEstimator(model)::estimateTokenCountInText;
        } catch (IllegalArgumentException unknown) {
            return Tokenizer.ofCharacters();
        }
    }

    private StreamingChatModel over(HttpClientBuilder http) {
        var builder = OpenAiStreamingChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(url.toString().replaceFirst("/+$", ""))
                .modelName(model);
        key.ifPresent(builder::apiKey);
        temperature.ifPresent(builder::temperature);
        return builder.build();
    }

    private static Counting.Details details(TokenUsage usage) {
        if (!(usage instanceof OpenAiTokenUsage told)) {
            return new Counting.Details(0, 0);
        }
        var cached = Optional.ofNullable(told.inputTokensDetails())
                .map(OpenAiTokenUsage.InputTokensDetails::cachedTokens)
                .orElse(0);
        var reasoning = Optional.ofNullable(told.outputTokensDetails())
                .map(OpenAiTokenUsage.OutputTokensDetails::reasoningTokens)
                .orElse(0);
        return new Counting.Details(cached, reasoning);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "OpenAiCompatible[" + url + ", " + model + "]";
    }
}
