package dev.chatsessions.reply;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.TokenCount;
import dev.chatsessions.thread.Part;
import java.util.List;
import java.util.Optional;

/**
 * How a producer ends its answer. The text is what was appended.
 *
 * @param reason COMPLETE, LENGTH or STOPPED
 * @param toolParts tool calls and results, stored before the text; together at most 1 MiB of UTF-8
 * @param tokens what was consumed; absent ones are estimated from the text
 * @param content the whole text as the producer has it, to be compared with what was appended; empty for no comparison
 */
public record Completion(
        FinishReason reason, List<Part> toolParts, Optional<TokenCount> tokens, Optional<String> content) {

    public Completion {
        requireNonNull(reason, "reason");
        toolParts = List.copyOf(toolParts);
        requireNonNull(tokens, "tokens");
        requireNonNull(content, "content");
        if (reason == FinishReason.FAILED || reason == FinishReason.EXPIRED) {
            throw new IllegalArgumentException("an answer is not completed as " + reason);
        }
        if (toolParts.stream().anyMatch(part -> part instanceof Part.Text)) {
            throw new IllegalArgumentException("toolParts holds a text; the text is what was appended");
        }
    }

    /** With nothing to compare the text with. */
    public Completion(FinishReason reason, List<Part> toolParts, Optional<TokenCount> tokens) {
        this(reason, toolParts, tokens, Optional.empty());
    }

    /** Whole, with measured tokens. */
    public static Completion of(TokenCount tokens) {
        return new Completion(FinishReason.COMPLETE, List.of(), Optional.of(tokens));
    }

    /** Whole, tokens unknown. */
    public static Completion whole() {
        return new Completion(FinishReason.COMPLETE, List.of(), Optional.empty());
    }
}
