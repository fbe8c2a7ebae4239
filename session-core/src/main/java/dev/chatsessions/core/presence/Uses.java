package dev.chatsessions.core.presence;

import dev.chatsessions.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which sessions were used here, and when. A use is kept until it is noted, however seldom that is done: a session is never
 * taken for unused since longer than it is. Thread-safe.
 */
final class Uses {

    private final Set<SessionId> heard = ConcurrentHashMap.newKeySet();

    private final Map<SessionId, Use> unwritten = new ConcurrentHashMap<>();

    /** The session is used; that was before the next round, which tells when. */
    void hear(SessionId session) {
        heard.add(session);
    }

    boolean isEmpty() {
        return heard.isEmpty() && unwritten.isEmpty();
    }

    /** Takes what was heard until now, to be kept, or heard again. */
    List<SessionId> take() {
        return heard.stream().filter(heard::remove).toList();
    }

    /** Keeps that these were used, at a time that is not before they were. */
    void keep(List<SessionId> sessions, Instant at) {
        sessions.forEach(
                session -> unwritten.merge(session, new Use(session, at, at), (before, again) -> before.again(at)));
    }

    /** The uses to note by {@code until}. */
    List<Use> due(Instant until) {
        return unwritten.values().stream()
                .filter(use -> !use.due().isAfter(until))
                .toList();
    }

    /** All uses, due or not. */
    List<Use> all() {
        return List.copyOf(unwritten.values());
    }

    /** The use was noted, unless there was another one since. */
    void noted(Use use) {
        unwritten.remove(use.session(), use);
    }

    void later(Use use, Instant due) {
        unwritten.computeIfPresent(use.session(), (session, now) -> new Use(session, now.at(), due));
    }

    /**
     * A session's latest use.
     *
     * @param due when to note it
     */
    record Use(SessionId session, Instant at, Instant due) {
        Use again(Instant now) {
            return new Use(session, now, due);
        }
    }
}
