package dev.chatsessions.examples.worker;

import java.time.Duration;
import java.util.Optional;

/** The server is not there, or has no time now. */
final class Away extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;

    Away(String why, Optional<Duration> retryAfter, Throwable cause) {
        super(why, cause);
        this.retryAfter = retryAfter;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
