package dev.chatsessions.tck;

import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.session.Session;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.usage.UsageTotal;
import java.util.Optional;

/** Threads that are not kept yet, without messages. */
record TestThreads(TestIds ids) {

    ChatThread in(Session session) {
        return in(session, "main");
    }

    ChatThread in(Session session, String key) {
        return named(ids.thread(), session.id(), key, Optional.empty());
    }

    ChatThread titled(String title, Session session, String key) {
        return named(ids.thread(), session.id(), key, Optional.of(title));
    }

    static ChatThread named(ThreadId id, SessionId session, String key, Optional<String> title) {
        return new ChatThread(id, session, key, title, TestTimes.at(3), Optional.empty(), 0, 0, UsageTotal.ZERO, 0, 1);
    }
}
