package dev.chatsessions.adapter.javalin;

import dev.chatsessions.TokenCount;

/** What one model call consumed. */
record TokensJson(long input, long output, long cached, long reasoning, String model, boolean estimated) {

    static TokensJson from(TokenCount tokens) {
        return new TokensJson(
                tokens.input(),
                tokens.output(),
                tokens.cached(),
                tokens.reasoning(),
                tokens.model(),
                tokens.estimated());
    }
}
