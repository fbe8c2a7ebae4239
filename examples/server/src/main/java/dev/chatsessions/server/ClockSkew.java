package dev.chatsessions.server;

import dev.chatsessions.ChatSessionsException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far this machine's clock is ahead of the database's, which the sessions go by. Tokens of an identity provider and
 * the log go by this machine's. Thread-safe.
 */
final class ClockSkew implements AutoCloseable {

    private static final Duration TOO_FAR = Duration.ofSeconds(5);

    private static final Duration LOOKS_EVERY = Duration.ofMinutes(1);

    private static final double MILLIS = 1_000.0;

    private static final Logger LOG = LoggerFactory.getLogger(ClockSkew.class);

    private final Supplier<Instant> database;

    private final InstantSource here;

    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "clock-skew");
        thread.setDaemon(true);
        return thread;
    });

    private volatile Duration last = Duration.ZERO;

    ClockSkew(Supplier<Instant> database, InstantSource here) {
        this.database = database;
        this.here = here;
    }

    /** Looks now, and from then on by itself. */
    void watch() {
        look();
        looking.scheduleWithFixedDelay(this::look, LOOKS_EVERY.toSeconds(), LOOKS_EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    /** Warns when it has become too much; while the database is away, what was last seen holds. */
    void look() {
        try {
            var asked = here.instant();
            var there = database.get();
            var middle = asked.plus(Duration.between(asked, here.instant()).dividedBy(2));
            var before = last;
            last = Duration.between(there, middle);
            if (isTooFar(last) && !isTooFar(before)) {
                LOG.atWarn()
                        .addKeyValue("seconds", seconds())
                        .log("this machine's clock and the database's are more than 5 s apart");
            }
        } catch (ChatSessionsException away) {
            // The readiness tells it.
        }
    }

    private static boolean isTooFar(Duration skew) {
        return skew.abs().compareTo(TOO_FAR) > 0;
    }

    double seconds() {
        return last.toMillis() / MILLIS;
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
