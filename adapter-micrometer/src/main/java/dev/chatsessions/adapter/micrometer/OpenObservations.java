package dev.chatsessions.adapter.micrometer;

import dev.chatsessions.ReplyId;
import io.micrometer.observation.Observation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What is observed of replies that are open; of those whose end nobody tells here, no more than so many. Thread-safe. */
final class OpenObservations {

    private static final int MOST = 10_000;

    private final Map<ReplyId, Observation> open = new LinkedHashMap<>();

    synchronized void put(ReplyId reply, Observation begun) {
        open.put(reply, begun);
        if (open.size() > MOST) {
            open.remove(open.keySet().iterator().next());
        }
    }

    synchronized Optional<Observation> of(ReplyId reply) {
        return Optional.ofNullable(open.get(reply));
    }

    synchronized Optional<Observation> take(ReplyId reply) {
        return Optional.ofNullable(open.remove(reply));
    }
}
