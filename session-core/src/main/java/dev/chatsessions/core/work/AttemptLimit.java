package dev.chatsessions.core.work;

import com.google.common.hash.Hashing;
import dev.chatsessions.ChatSessionsException.RateLimited;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * So many attempts in so long, counted under one name by all nodes together. The name is not kept, only its hash: whom it names
 * may be erased meanwhile.
 */
public record AttemptLimit(String name, int most, Duration per) {

    /** Counts one attempt, or refuses it. */
    public void take(Writing writing) {
        var now = writing.now();
        writing.stores().attempts().take(kept(), most, now, now.plus(per)).ifPresent(end -> {
            throw new RateLimited("too many attempts; try again later", Duration.between(now, end));
        });
    }

    public void giveBack(Writing writing) {
        writing.stores().attempts().giveBack(kept());
    }

    private String kept() {
        return Hashing.sha256().hashString(name, StandardCharsets.UTF_8).toString();
    }
}
