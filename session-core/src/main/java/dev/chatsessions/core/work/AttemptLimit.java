package dev.chatsessions.core.work;

import dev.chatsessions.ChatSessionsException.RateLimited;
import java.time.Duration;

/** So many attempts in so long, counted under one name by all nodes together. */
public record AttemptLimit(String name, int most, Duration per) {

    /** Counts one attempt, or refuses it. */
    public void take(Writing writing) {
        var now = writing.now();
        writing.stores().attempts().take(name, most, now, now.plus(per)).ifPresent(end -> {
            throw new RateLimited("too many attempts; try again later", Duration.between(now, end));
        });
    }

    public void giveBack(Writing writing) {
        writing.stores().attempts().giveBack(name);
    }
}
