package dev.chatsessions.adapter.javalin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.chatsessions.ChatSessionsException.RateLimited;
import dev.chatsessions.adapter.javalin.HttpSettings.RateLimit;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Optional;

/** One bucket per key, forgotten when nobody drew from it for as long as it takes to fill. Thread-safe. */
final class RateLimits {

    private static final long MOST_KEYS = 100_000;

    private final Optional<RateLimit> limit;

    private final Cache<String, Bucket> buckets;

    RateLimits(Optional<RateLimit> limit) {
        this.limit = limit;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_KEYS)
                .expireAfterAccess(limit.map(RateLimit::per).orElse(Duration.ofSeconds(1)))
                .build();
    }

    /** Takes one call from the key's bucket, or refuses it. */
    void draw(String key) {
        limit.ifPresent(rate -> {
            var probe = buckets.get(key, unused -> bucket(rate)).tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                throw new RateLimited("too many calls", Duration.ofNanos(probe.getNanosToWaitForRefill()));
            }
        });
    }

    private static Bucket bucket(RateLimit rate) {
        return Bucket.builder()
                .addLimit(bandwidth -> bandwidth.capacity(rate.calls()).refillGreedy(rate.calls(), rate.per()))
                .build();
    }
}
