package dev.chatsessions.adapter.nimbus;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.CachingJWKSetSource.RefreshCompletedEvent;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.OutageTolerantJWKSetSource.OutageEvent;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import dev.chatsessions.spi.Observer;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The keys of a provider. Who asks first fetches them, while others wait for it; they are fetched again when they are old, or
 * when one is asked for that is not among them. For such it is done only every so often: who makes up the names of keys makes
 * nobody fetch more. While the provider is away, those that there are serve. Thread-safe.
 */
final class KeySet implements JWKSource<Moment> {

    private static final Duration CONNECT = Duration.ofSeconds(2);

    private static final Duration READ = Duration.ofSeconds(2);

    private static final Duration WAIT_FOR_ANOTHER = Duration.ofSeconds(5);

    private static final int BYTES = 256 * 1024;

    private static final Duration OLD = Duration.ofMinutes(5);

    /** Two in a row are let through, so that a key which is new right after a start is found at once. */
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);

    /** A key that was withdrawn for a reason is not trusted for longer, whatever keeps us from hearing of it. */
    private static final Duration AWAY = Duration.ofHours(24);

    private final JWKSource<Moment> fetched;

    private volatile boolean known;

    KeySet(URI address, Observer observer) {
        requireSafe(address);
        try {
            fetched = JWKSourceBuilder.<Moment>create(
                            address.toURL(), new DefaultResourceRetriever(millis(CONNECT), millis(READ), BYTES))
                    .refreshAheadCache(false)
                    .cache(
                            OLD.toMillis(),
                            WAIT_FOR_ANOTHER.toMillis(),
                            event -> known |= event instanceof RefreshCompletedEvent<?>)
                    .rateLimited(BETWEEN_FETCHES.toMillis())
                    .outageTolerant(AWAY.toMillis(), event -> tell(event, observer))
                    .build();
        } catch (MalformedURLException unknownProtocol) {
            throw new IllegalArgumentException("keys " + address + " are nowhere", unknownProtocol);
        }
    }

    /** Fails when it cannot be told, as there are no keys and none can be fetched. */
    @Override
    public List<JWK> get(JWKSelector selector, Moment at) throws KeySourceException {
        try {
            return fetched.get(selector, at);
        } catch (RateLimitReachedException justLooked) {
            if (known) {
                return List.of();
            }
            throw justLooked;
        }
    }

    /** Whoever can change the keys on their way is any user he likes. */
    private static void requireSafe(URI address) {
        var scheme = String.valueOf(address.getScheme());
        var host = String.valueOf(address.getHost());
        var here = host.matches("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");
        if (address.getHost() == null || !scheme.matches(here ? "(?i)https?" : "(?i)https")) {
            throw new IllegalArgumentException(
                    "keys " + address + " are not at an address such as https://login.example/keys");
        }
    }

    private static void tell(Object event, Observer observer) {
        if (event instanceof OutageEvent<?> outage) {
            observer.failed("identity-provider", outage.getException());
        }
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
