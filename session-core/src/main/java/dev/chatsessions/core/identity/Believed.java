package dev.chatsessions.core.identity;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.chatsessions.Caller;
import dev.chatsessions.identity.Identity;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Who was verified a moment ago: a revocation on another node takes effect within half a second, one on this node at once.
 * A guest is never believed: he goes with his session, which ends in more ways than by a revocation. Thread-safe.
 */
final class Believed {

    private final Cache<String, Identity> identities = CacheBuilder.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMillis(500))
            .build();

    private long revocations;

    /** Who showed the secret of this hash, verified by {@code look} unless that was done a moment ago. */
    Identity verified(String hash, Supplier<Identity> look) {
        var known = identities.getIfPresent(hash);
        if (known != null) {
            return known;
        }
        var before = revocations();
        var identity = look.get();
        believe(hash, identity, before);
        return identity;
    }

    /** Something was revoked: all is to be looked up again, also what is just being looked up. */
    synchronized void forgetAll() {
        revocations++;
        identities.invalidateAll();
    }

    private synchronized long revocations() {
        return revocations;
    }

    private synchronized void believe(String hash, Identity identity, long before) {
        if (revocations == before && !(identity.caller() instanceof Caller.SessionGuest)) {
            identities.put(hash, identity);
        }
    }
}
