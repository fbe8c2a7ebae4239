package dev.chatsessions.reply;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.TokenCount;
import java.util.Optional;

/**
 * How a producer gives up.
 *
 * @param reason for people, 1 to 500 characters; no secrets and no text of messages
 * @param tokens what was consumed all the same; absent ones are estimated
 */
public record Failure(String reason, Optional<TokenCount> tokens) {

    public Failure {
        requireNonNull(reason, "reason");
        requireNonNull(tokens, "tokens");
    }
}
