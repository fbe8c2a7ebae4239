package dev.chatsessions.session;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.JsonValue;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What happened to a session as a whole. */
public sealed interface SessionEvent extends LiveEvent {

    /** A session began. Stands first in its own log, and in its owner's. */
    record SessionStarted(LogScope scope, long sequence, Instant at, SessionId session, SessionKind sessionKind)
            implements SessionEvent {
        public SessionStarted {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            requireNonNull(sessionKind, "sessionKind");
        }

        @Override
        public String kind() {
            return "session_started";
        }
    }

    /** A session's status or title changed; both are told as they are now. */
    record SessionChanged(
            LogScope scope, long sequence, Instant at, SessionStatus status, Optional<String> title, long version)
            implements SessionEvent {
        public SessionChanged {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(status, "status");
            requireNonNull(title, "title");
        }

        @Override
        public String kind() {
            return "session_changed";
        }
    }

    /** A session was deleted. Stands in its owner's log; its own is gone with it. */
    record SessionDeleted(LogScope scope, long sequence, Instant at, SessionId session) implements SessionEvent {
        public SessionDeleted {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(session, "session");
        }

        @Override
        public String kind() {
            return "session_deleted";
        }
    }

    /**
     * One key of the state changed.
     *
     * @param value empty when the key was removed
     */
    record StateChanged(LogScope scope, long sequence, Instant at, String key, Optional<JsonValue> value)
            implements SessionEvent {
        public StateChanged {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(key, "key");
            requireNonNull(value, "value");
        }

        @Override
        public String kind() {
            return "state_changed";
        }
    }

    /**
     * Labels, counters or attributes changed.
     *
     * @param labels those that changed, as they are now; empty for one that was removed
     * @param counters those that changed, as they are now
     * @param attributes all of them as they are now; empty when they stayed
     */
    record DetailsChanged(
            LogScope scope,
            long sequence,
            Instant at,
            Map<String, Optional<String>> labels,
            Map<String, Long> counters,
            Optional<JsonValue.Fields> attributes)
            implements SessionEvent {
        public DetailsChanged {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            labels = Map.copyOf(labels);
            counters = Map.copyOf(counters);
            requireNonNull(attributes, "attributes");
        }

        @Override
        public String kind() {
            return "details_changed";
        }
    }

    /** Something a client or the host told everybody in the session; the library gives it no meaning. */
    record Notice(LogScope scope, long sequence, Instant at, String type, JsonValue body) implements SessionEvent {
        public Notice {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(type, "type");
            requireNonNull(body, "body");
        }

        @Override
        public String kind() {
            return "notice";
        }
    }
}
