package dev.chatsessions.core.work;

import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;

/** How a session or thread that ends, or is cleared, finishes the replies still open in it; the session is locked. */
public interface OpenReplies {

    void stopIn(Writing writing, SessionId session);

    void stopIn(Writing writing, ThreadId thread);
}
