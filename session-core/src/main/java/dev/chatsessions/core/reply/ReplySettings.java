package dev.chatsessions.core.reply;

import dev.chatsessions.spi.Tokenizer;
import dev.chatsessions.thread.ContextWindow;
import java.time.Duration;

/**
 * What the engine needs to know of the library's settings.
 *
 * @param activityEvery how often an answer that is being written counts as activity
 */
public record ReplySettings(
        Duration lease,
        int maxAttempts,
        ContextWindow contextWindow,
        Duration sharedExpiry,
        int maxAnswersAtOnce,
        Duration activityEvery,
        Tokenizer tokenizer) {}
