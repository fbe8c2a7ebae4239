package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.TokenCount;
import dev.chatsessions.usage.UsageTotal;

/** A total of what was spent, to which every addition can be taken back. */
final class Sum {

    private final Journal journal;

    private long calls;

    private long input;

    private long output;

    private long cached;

    private long reasoning;

    Sum(Journal journal) {
        this.journal = journal;
    }

    UsageTotal total() {
        return new UsageTotal(calls, input, output, cached, reasoning);
    }

    void add(TokenCount tokens) {
        count(tokens, 1);
        journal.note(() -> count(tokens, -1));
    }

    /** Both together. */
    static UsageTotal together(UsageTotal one, UsageTotal other) {
        return new UsageTotal(
                one.calls() + other.calls(),
                one.input() + other.input(),
                one.output() + other.output(),
                one.cached() + other.cached(),
                one.reasoning() + other.reasoning());
    }

    private void count(TokenCount tokens, int times) {
        calls += times;
        input += times * tokens.input();
        output += times * tokens.output();
        cached += times * tokens.cached();
        reasoning += times * tokens.reasoning();
    }
}
