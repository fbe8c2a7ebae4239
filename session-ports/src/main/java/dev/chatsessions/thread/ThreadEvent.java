package dev.chatsessions.thread;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.LiveEvent;
import dev.chatsessions.LogScope;
import dev.chatsessions.MessageId;
import dev.chatsessions.ThreadId;
import java.time.Instant;
import java.util.Optional;

/** What happened in a thread. */
public sealed interface ThreadEvent extends LiveEvent {

    /** Which thread. */
    ThreadId thread();

    /** A thread was opened. */
    record ThreadOpened(LogScope scope, long sequence, Instant at, ThreadId thread, String key, Optional<String> title)
            implements ThreadEvent {
        public ThreadOpened {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(thread, "thread");
            requireNonNull(key, "key");
            requireNonNull(title, "title");
        }

        @Override
        public String kind() {
            return "thread_opened";
        }
    }

    /** A thread got another title. */
    record ThreadRenamed(
            LogScope scope, long sequence, Instant at, ThreadId thread, Optional<String> title, long version)
            implements ThreadEvent {
        public ThreadRenamed {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(thread, "thread");
            requireNonNull(title, "title");
        }

        @Override
        public String kind() {
            return "thread_renamed";
        }
    }

    /** A thread lost all its messages; the thread stays. */
    record ThreadCleared(LogScope scope, long sequence, Instant at, ThreadId thread) implements ThreadEvent {
        public ThreadCleared {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(thread, "thread");
        }

        @Override
        public String kind() {
            return "thread_cleared";
        }
    }

    /** A thread was deleted. */
    record ThreadDeleted(LogScope scope, long sequence, Instant at, ThreadId thread) implements ThreadEvent {
        public ThreadDeleted {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(thread, "thread");
        }

        @Override
        public String kind() {
            return "thread_deleted";
        }
    }

    /**
     * A message was stored.
     *
     * @param message as it is now, which may be a later version than the one that was added
     */
    record MessageAdded(LogScope scope, long sequence, Instant at, Message message) implements ThreadEvent {
        public MessageAdded {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(message, "message");
        }

        @Override
        public ThreadId thread() {
            return message.thread();
        }

        @Override
        public String kind() {
            return "message_added";
        }
    }

    /** A message's text was replaced; it is told as it is now. */
    record MessageChanged(LogScope scope, long sequence, Instant at, Message message) implements ThreadEvent {
        public MessageChanged {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(message, "message");
        }

        @Override
        public ThreadId thread() {
            return message.thread();
        }

        @Override
        public String kind() {
            return "message_changed";
        }
    }

    /** A message is no longer there. */
    record MessageRemoved(LogScope scope, long sequence, Instant at, ThreadId thread, MessageId message)
            implements ThreadEvent {
        public MessageRemoved {
            requireNonNull(scope, "scope");
            requireNonNull(at, "at");
            requireNonNull(thread, "thread");
            requireNonNull(message, "message");
        }

        @Override
        public String kind() {
            return "message_removed";
        }
    }
}
