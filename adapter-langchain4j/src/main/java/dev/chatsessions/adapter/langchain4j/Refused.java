package dev.chatsessions.adapter.langchain4j;

import dev.langchain4j.exception.HttpException;
import java.time.Duration;
import java.util.Optional;

/** What the server of a model answered in place of an answer: its status, and no more of its words than a name. */
final class Refused extends HttpException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;

    Refused(int status, String name, Optional<Duration> retryAfter) {
        super(status, name.isEmpty() ? "" + status : status + " " + name);
        this.retryAfter = retryAfter;
    }

    /** How long it asked to be left alone. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
