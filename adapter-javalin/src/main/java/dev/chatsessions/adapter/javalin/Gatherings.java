package dev.chatsessions.adapter.javalin;

import dev.chatsessions.SessionId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who of this server's clients is in which session, for what is said once and not kept. Thread-safe. */
final class Gatherings {

    private final Map<SessionId, Set<LiveConnection>> present = new ConcurrentHashMap<>();

    /** Is told what is said in the session, until it is over. */
    void enter(SessionId session, LiveConnection connection) {
        change(session, connection, Set::add);
        connection.whenClosed(() -> change(session, connection, Set::remove));
    }

    /** Tells everybody there but those who have not taken what they were told before. */
    void tell(SessionId session, byte[] frame) {
        for (var connection : present.getOrDefault(session, Set.of())) {
            if (!connection.isFull()) {
                connection.send(frame);
            }
        }
    }

    private void change(SessionId session, LiveConnection connection, Change change) {
        present.compute(session, (key, before) -> {
            var after = new HashSet<>(before == null ? Set.of() : before);
            change.of(after, connection);
            return after.isEmpty() ? null : Set.copyOf(after);
        });
    }

    private interface Change {
        void of(Set<LiveConnection> connections, LiveConnection connection);
    }
}
