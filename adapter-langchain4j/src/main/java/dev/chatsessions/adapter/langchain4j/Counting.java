package dev.chatsessions.adapter.langchain4j;

import dev.chatsessions.TokenCount;
import dev.chatsessions.spi.Tokenizer;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a call took: what was reported, else an estimate.
 *
 * @param model the name where the model tells none
 * @param details of what was reported, beyond what all models report
 */
record Counting(String model, Tokenizer tokenizer, Function<TokenUsage, Details> details) {

    private static final int LONGEST_NAME = 200;

    /** Of what was read, how much came from a cache; of what was written, how much was reasoning. */
    record Details(long cached, long reasoning) {}

    TokenCount of(ChatResponse response, List<ChatMessage> asked, String said) {
        var name = Optional.ofNullable(response.modelName())
                .filter(told -> told.matches("\\S(.{0," + (LONGEST_NAME - 2) + "}\\S)?"))
                .orElse(model);
        return Optional.ofNullable(response.tokenUsage())
                .filter(usage -> usage.inputTokenCount() != null && usage.outputTokenCount() != null)
                .map(usage -> reported(name, usage))
                .orElseGet(() -> estimate(asked, said));
    }

    private TokenCount reported(String name, TokenUsage usage) {
        var input = Math.max(0L, usage.inputTokenCount());
        var output = Math.max(0L, usage.outputTokenCount());
        var more = details.apply(usage);
        return new TokenCount(
                input, output, within(more.cached(), input), within(more.reasoning(), output), name, false);
    }

    private static long within(long part, long whole) {
        return Math.max(0, Math.min(part, whole));
    }

    /** Of a call that did not come to its end, or whose end does not say. */
    TokenCount estimate(List<ChatMessage> asked, String said) {
        var read = asked.stream()
                .mapToLong(message -> tokenizer.tokens(text(message)))
                .sum();
        return TokenCount.estimated(model, read, tokenizer.tokens(said));
    }

    /** Of a call that was refused. */
    TokenCount nothing() {
        return TokenCount.measured(model, 0, 0);
    }

    private static String text(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return system.text();
        }
        if (message instanceof UserMessage user) {
            return user.singleText();
        }
        if (message instanceof ToolExecutionResultMessage result) {
            return result.text();
        }
        var answer = (AiMessage) message;
        var text = new StringBuilder(Optional.ofNullable(answer.text()).orElse(""));
        answer.toolExecutionRequests().forEach(call -> text.append(call.name()).append(call.arguments()));
        return text.toString();
    }
}
