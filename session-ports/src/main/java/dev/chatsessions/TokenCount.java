package dev.chatsessions;

import static java.util.Objects.requireNonNull;

/**
 * What one model call consumed.
 *
 * @param input tokens read, cached ones included
 * @param output tokens written, reasoning ones included
 * @param cached how many of {@code input} came from the provider's cache
 * @param reasoning how many of {@code output} were reasoning
 * @param model who counted, 1 to 200 characters
 * @param estimated true when nobody measured it and the library estimated from the text
 */
public record TokenCount(long input, long output, long cached, long reasoning, String model, boolean estimated) {

    public TokenCount {
        requireCount("input", input);
        requireCount("output", output);
        requireCount("cached", cached);
        requireCount("reasoning", reasoning);
        if (cached > input) {
            throw new IllegalArgumentException("cached " + cached + " is more than input " + input);
        }
        if (reasoning > output) {
            throw new IllegalArgumentException("reasoning " + reasoning + " is more than output " + output);
        }
        Ids.name(requireNonNull(model, "model"), 200);
    }

    /** What a provider reported, without cached or reasoning tokens. */
    public static TokenCount measured(String model, long input, long output) {
        return new TokenCount(input, output, 0, 0, model, false);
    }

    /** What the library estimated. */
    public static TokenCount estimated(String model, long input, long output) {
        return new TokenCount(input, output, 0, 0, model, true);
    }

    /** Input and output together. */
    public long total() {
        return input + output;
    }

    private static void requireCount(String name, long value) {
        if (value < 0 || value > 1_000_000_000_000L) {
            throw new IllegalArgumentException(name + " " + value + " is not 0 to 10^12");
        }
    }
}
