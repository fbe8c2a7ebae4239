package dev.chatsessions.server;

import dev.chatsessions.adapter.langchain4j.OpenAiCompatible;
import dev.chatsessions.server.Values.ContextMessages;
import dev.chatsessions.server.Values.ContextTokens;
import dev.chatsessions.server.Values.ModelKey;
import dev.chatsessions.server.Values.ModelName;
import dev.chatsessions.server.Values.Temperature;
import dev.chatsessions.spi.Assistant;
import dev.chatsessions.spi.Tokenizer;
import dev.chatsessions.thread.ContextWindow;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Who answers in place of the built-in assistant, and what from. */
final class ModelOptions {

    private static final String KEY = "--model-key";

    @Option(
            names = "--model-url",
            paramLabel = "URL",
            description = "an endpoint that speaks OpenAI's chat completions, such as https://api.openai.com/v1;"
                    + " default: none, and the built-in assistant answers")
    private Optional<URI> url = Optional.empty();

    @Option(names = "--model", paramLabel = "NAME", description = "the model there that answers")
    private Optional<ModelName> model = Optional.empty();

    @Option(names = KEY, paramLabel = "KEY", description = "the key of the endpoint; by environment or file only")
    private Optional<ModelKey> key = Optional.empty();

    @Option(names = "--model-key-file", paramLabel = "FILE", description = "a file with that key and nothing else")
    private Optional<Path> keyFile = Optional.empty();

    @Option(names = "--system-prompt", paramLabel = "TEXT", description = "what the model is told before all else")
    private Optional<String> prompt = Optional.empty();

    @Option(names = "--system-prompt-file", paramLabel = "FILE", description = "a file with that")
    private Optional<Path> promptFile = Optional.empty();

    @Option(
            names = "--temperature",
            paramLabel = "0..2",
            description = "how freely the model chooses its words; default: as it does by itself")
    private Optional<Temperature> temperature = Optional.empty();

    @Option(
            names = "--context-messages",
            paramLabel = "N",
            defaultValue = "50",
            description = "how many of the newest messages an answer is given from; default: ${DEFAULT-VALUE}")
    private ContextMessages contextMessages;

    @Option(
            names = "--context-tokens",
            paramLabel = "N",
            description = "of these as many as are together no more than so many tokens; default: all")
    private Optional<ContextTokens> contextTokens = Optional.empty();

    @Mixin
    private ToolOptions tools;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Refuses what does not go together, a secret that everybody on the machine can see, and files that are not there. */
    void check() {
        new SecretOption(KEY).refuseOnCommandLine(command);
        if (url.isPresent() != model.isPresent()) {
            throw Failure.configuration("model-url and model are set together or not at all");
        }
        secret().value();
        if (prompt.isPresent() && promptFile.isPresent()) {
            throw Failure.configuration("system-prompt and system-prompt-file are not set together");
        }
        if (url.isEmpty() && isForAModel()) {
            throw Failure.configuration(
                    "model-key, system-prompt, temperature and tools are for a model: set model-url and model");
        }
        endpoint();
        systemPrompt();
    }

    private boolean isForAModel() {
        return !tools.isEmpty()
                || Stream.of(key, keyFile, prompt, promptFile, temperature).anyMatch(Optional::isPresent);
    }

    /** Empty where no model is configured: then nothing of it is made. */
    Optional<Assistant> assistant() {
        return endpoint().map(known -> {
            var assistant = known.assistant();
            systemPrompt().ifPresent(assistant::systemPrompt);
            return assistant.tools(tools.tools()).build();
        });
    }

    Tokenizer tokenizer() {
        return endpoint().map(OpenAiCompatible::tokenizer).orElseGet(Tokenizer::ofCharacters);
    }

    ContextWindow contextWindow() {
        return new ContextWindow(
                contextMessages.count(),
                contextTokens.map(most -> OptionalInt.of(most.count())).orElseGet(OptionalInt::empty));
    }

    private Optional<OpenAiCompatible> endpoint() {
        return url.map(place -> new OpenAiCompatible(
                place,
                model.orElseThrow().text(),
                secret().value().map(ModelKey::text),
                temperature.map(Temperature::value)));
    }

    KeptSecret<ModelKey> secret() {
        return new KeptSecret<>("model-key", key, keyFile, Values::modelKey);
    }

    private Optional<String> systemPrompt() {
        return prompt.or(() -> promptFile.map(file -> SmallFile.read("system-prompt-file", file)));
    }
}
