package dev.chatsessions.core;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.core.link.LinkSettings;
import dev.chatsessions.core.webhook.WebhookSettings;
import dev.chatsessions.core.worker.WorkerSettings;
import dev.chatsessions.thread.ContextWindow;
import java.time.Duration;

/**
 * The numbers that the core decides by. Nodes that share a database should share them.
 *
 * @param lease how long a producer may be silent before its reply is taken away; default 15 s
 * @param maxAttempts how often a reply without text is offered; default 3
 * @param contextWindow how much history the assistant is given; default the last 50 messages
 * @param maxAnswersAtOnce how many replies the assistant of this process writes at the same time; default 64
 * @param idleAfter when an unused WORKER session becomes IDLE; default 30 min
 * @param sharedExpiry when an unused SHARED session expires; default 1 h
 * @param presenceGrace how long a client may be away from a session before it has left; default 10 s
 * @param deltaRetention how long after the end of a reply its deltas stay in the log; default 10 min
 * @param requestKeyRetention how long a request key is remembered; default 24 h
 * @param housekeepingInterval how often sweeps run, and the longest that a lost wake-up delays anything; default 1 s
 * @param workers what worker programs have to keep to
 * @param links what pairing may take
 * @param webhooks what the inbox of devices decides by
 */
public record Settings(
        Duration lease,
        int maxAttempts,
        ContextWindow contextWindow,
        int maxAnswersAtOnce,
        Duration idleAfter,
        Duration sharedExpiry,
        Duration presenceGrace,
        Duration deltaRetention,
        Duration requestKeyRetention,
        Duration housekeepingInterval,
        WorkerSettings workers,
        LinkSettings links,
        WebhookSettings webhooks) {

    public Settings {
        requirePositive("lease", lease);
        requirePositive("idleAfter", idleAfter);
        requirePositive("sharedExpiry", sharedExpiry);
        requirePositive("presenceGrace", presenceGrace);
        requirePositive("deltaRetention", deltaRetention);
        requirePositive("requestKeyRetention", requestKeyRetention);
        requirePositive("housekeepingInterval", housekeepingInterval);
        requireNonNull(contextWindow, "contextWindow");
        requireNonNull(workers, "workers");
        requireNonNull(links, "links");
        requireNonNull(webhooks, "webhooks");
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts " + maxAttempts + " is less than 1");
        }
        if (maxAnswersAtOnce < 1) {
            throw new IllegalArgumentException("maxAnswersAtOnce " + maxAnswersAtOnce + " is less than 1");
        }
    }

    public static Settings defaults() {
        return new Settings(
                Duration.ofSeconds(15),
                3,
                new ContextWindow(50),
                64,
                Duration.ofMinutes(30),
                Duration.ofHours(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofHours(24),
                Duration.ofSeconds(1),
                WorkerSettings.defaults(),
                LinkSettings.defaults(),
                WebhookSettings.defaults());
    }

    public Settings withLease(Duration value) {
        return new Settings(
                value,
                maxAttempts,
                contextWindow,
                maxAnswersAtOnce,
                idleAfter,
                sharedExpiry,
                presenceGrace,
                deltaRetention,
                requestKeyRetention,
                housekeepingInterval,
                workers,
                links,
                webhooks);
    }

    public Settings withMaxAttempts(int value) {
        return new Settings(
                lease,
                value,
                contextWindow,
                maxAnswersAtOnce,
                idleAfter,
                sharedExpiry,
                presenceGrace,
                deltaRetention,
                requestKeyRetention,
                housekeepingInterval,
                workers,
                links,
                webhooks);
    }

    public Settings withContextWindow(ContextWindow value) {
        return new Settings(
                lease,
                maxAttempts,
                value,
                maxAnswersAtOnce,
                idleAfter,
                sharedExpiry,
                presenceGrace,
                deltaRetention,
                requestKeyRetention,
                housekeepingInterval,
                workers,
                links,
                webhooks);
    }

    public Settings withMaxAnswersAtOnce(int value) {
        return new Settings(
                lease,
                maxAttempts,
                contextWindow,
                value,
                idleAfter,
                sharedExpiry,
                presenceGrace,
                deltaRetention,
                requestKeyRetention,
                housekeepingInterval,
                workers,
                links,
                webhooks);
    }

    public Settings withIdleAfter(Duration value) {
        return new Settings(
                lease,
                maxAttempts,
                contextWindow,
                maxAnswersAtOnce,
                value,
                sharedExpiry,
                presenceGrace,
                deltaRetention,
                requestKeyRetention,
                housekeepingInterval,
                workers,
                links,
                webhooks);
    }

    public Settings withSharedExpiry(Duration value) {
        return new Settings(
                lease,
                maxAttempts,
                contextWindow,
                maxAnswersAtOnce,
                idleAfter,
                value,
                presenceGrace,
                deltaRetention,
                requestKeyRetention,
                housekeepingInterval,
                workers,
                links,
                webhooks);
    }

    public Settings withPresenceGrace(Duration value) {
        return new Settings(
                lease,
                maxAttempts,
                contextWindow,
                maxAnswersAtOnce,
                idleAfter,
                sharedExpiry,
                value,
                deltaRetention,
                requestKeyRetention,
                housekeepingInterval,
                workers,
                links,
                webhooks);
    }

    public Settings withDeltaRetention(Duration value) {
        return new Settings(
                lease,
                maxAttempts,
                contextWindow,
                maxAnswersAtOnce,
                idleAfter,
                sharedExpiry,
                presenceGrace,
                value,
                requestKeyRetention,
                housekeepingInterval,
                workers,
                links,
                webhooks);
    }

    public Settings withRequestKeyRetention(Duration value) {
        return new Settings(
                lease,
                maxAttempts,
                contextWindow,
                maxAnswersAtOnce,
                idleAfter,
                sharedExpiry,
                presenceGrace,
                deltaRetention,
                value,
                housekeepingInterval,
                workers,
                links,
                webhooks);
    }

    public Settings withHousekeepingInterval(Duration value) {
        return new Settings(
                lease,
                maxAttempts,
                contextWindow,
                maxAnswersAtOnce,
                idleAfter,
                sharedExpiry,
                presenceGrace,
                deltaRetention,
                requestKeyRetention,
                value,
                workers,
                links,
                webhooks);
    }

    public Settings withWorkers(WorkerSettings value) {
        return new Settings(
                lease,
                maxAttempts,
                contextWindow,
                maxAnswersAtOnce,
                idleAfter,
                sharedExpiry,
                presenceGrace,
                deltaRetention,
                requestKeyRetention,
                housekeepingInterval,
                value,
                links,
                webhooks);
    }

    public Settings withLinks(LinkSettings value) {
        return new Settings(
                lease,
                maxAttempts,
                contextWindow,
                maxAnswersAtOnce,
                idleAfter,
                sharedExpiry,
                presenceGrace,
                deltaRetention,
                requestKeyRetention,
                housekeepingInterval,
                workers,
                value,
                webhooks);
    }

    public Settings withWebhooks(WebhookSettings value) {
        return new Settings(
                lease,
                maxAttempts,
                contextWindow,
                maxAnswersAtOnce,
                idleAfter,
                sharedExpiry,
                presenceGrace,
                deltaRetention,
                requestKeyRetention,
                housekeepingInterval,
                workers,
                links,
                value);
    }

    private static void requirePositive(String name, Duration value) {
        if (requireNonNull(value, name).isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " " + value + " is not positive");
        }
    }
}
