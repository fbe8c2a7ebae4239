package dev.chatsessions.thread;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What an append left behind: the thread as it is now, and the messages as stored, in order. */
public record Appended(ChatThread thread, List<Message> messages) {

    public Appended {
        requireNonNull(thread, "thread");
        messages = List.copyOf(messages);
    }
}
