package dev.chatsessions.core.link;

import dev.chatsessions.ChatSessionsException.RateLimited;
import dev.chatsessions.core.work.Writing;
import java.time.Duration;

/** So many attempts in so long, counted under one name by all nodes together. */
record AttemptLimit(String name, int most, Duration per) {

    /** Counts one attempt, or refuses it. */
    void take(Writing writing) {
        var now = writing.now();
        writing.stores().attempts().take(name, most, now, now.plus(per)).ifPresent(end -> {
            throw new RateLimited("too many attempts; try again later", Duration.between(now, end));
        });
    }

    void giveBack(Writing writing) {
        writing.stores().attempts().giveBack(name);
    }
}
