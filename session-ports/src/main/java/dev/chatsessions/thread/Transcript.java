package dev.chatsessions.thread;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.PageCursor;
import java.util.List;
import java.util.Optional;

/**
 * A part of a thread's history.
 *
 * @param messages oldest first, open answers left out
 * @param before where the part before this one begins; empty at the thread's start
 * @param after where the part after this one begins; empty at the thread's end
 */
public record Transcript(
        ChatThread thread, List<Message> messages, Optional<PageCursor> before, Optional<PageCursor> after) {

    public Transcript {
        requireNonNull(thread, "thread");
        messages = List.copyOf(messages);
        requireNonNull(before, "before");
        requireNonNull(after, "after");
    }

    /** One that ends where the thread does. */
    public Transcript(ChatThread thread, List<Message> messages, Optional<PageCursor> before) {
        this(thread, messages, before, Optional.empty());
    }
}
