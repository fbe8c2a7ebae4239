package dev.chatsessions.usage;

import dev.chatsessions.TokenCount;

/**
 * A sum over ledger entries.
 *
 * @param calls how many entries
 */
public record UsageTotal(long calls, long input, long output, long cached, long reasoning) {

    /** Nothing spent. */
    public static final UsageTotal ZERO = new UsageTotal(0, 0, 0, 0, 0);

    public UsageTotal {
        if (calls < 0 || input < 0 || output < 0 || cached < 0 || reasoning < 0) {
            throw new IllegalArgumentException("a total is negative");
        }
    }

    /** This sum and one more entry. */
    public UsageTotal plus(TokenCount tokens) {
        return new UsageTotal(
                calls + 1,
                input + tokens.input(),
                output + tokens.output(),
                cached + tokens.cached(),
                reasoning + tokens.reasoning());
    }

    /** Input and output together. */
    public long tokens() {
        return input + output;
    }
}
