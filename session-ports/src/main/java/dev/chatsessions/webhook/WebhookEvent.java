package dev.chatsessions.webhook;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.DeviceId;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.LogScope;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import java.time.Instant;

/** What happened to the conversations of a user's devices. Stands in the user's log. */
public sealed interface WebhookEvent extends LiveEvent {

    /** What a device delivered before it was linked is the user's now. */
    record SessionClaimed(LogScope scope, long sequence, Instant at, SessionId session, DeviceId device)
            implements WebhookEvent {
        public SessionClaimed {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            requireNonNull(device, "device");
        }

        @Override
        public String kind() {
            return "session_claimed";
        }
    }

    /** Another conversation is the user's current one. */
    record CurrentChanged(LogScope scope, long sequence, Instant at, SessionId session, ThreadId thread)
            implements WebhookEvent {
        public CurrentChanged {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            requireNonNull(thread, "thread");
        }

        @Override
        public String kind() {
            return "current_changed";
        }
    }
}
