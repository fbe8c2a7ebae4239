package dev.chatsessions.adapter.langchain4j;

import dev.chatsessions.TokenCount;

/** What the calls for one answer took together. For one thread. */
final class Tally {

    private TokenCount total;

    Tally(String model) {
        total = TokenCount.measured(model, 0, 0);
    }

    /** Estimated as soon as a part of it is; of the model that was heard last. */
    void add(TokenCount count) {
        total = new TokenCount(
                total.input() + count.input(),
                total.output() + count.output(),
                total.cached() + count.cached(),
                total.reasoning() + count.reasoning(),
                count.model(),
                total.estimated() || count.estimated());
    }

    TokenCount total() {
        return total;
    }
}
