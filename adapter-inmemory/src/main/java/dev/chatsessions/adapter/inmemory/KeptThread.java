package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.thread.ChatThread;

/** The place of a thread: how it stands, its session, and its messages. */
final class KeptThread {

    private final KeptSession session;

    private final Cell<ChatThread> thread;

    private final ThreadMessages messages;

    KeptThread(Journal journal, KeptSession session, ChatThread thread) {
        this.session = session;
        this.thread = new Cell<>(journal, thread);
        this.messages = new ThreadMessages(journal);
    }

    KeptSession session() {
        return session;
    }

    ChatThread thread() {
        return thread.value();
    }

    ThreadMessages messages() {
        return messages;
    }

    void become(ChatThread next) {
        thread.set(next);
    }

    boolean isSeenBy(SessionAccess access) {
        return session.isSeenBy(access);
    }

    /** Whether it is there for anybody; unseen below a deleted session it waits to be purged. */
    boolean isThere() {
        return session.session().isPresent();
    }
}
