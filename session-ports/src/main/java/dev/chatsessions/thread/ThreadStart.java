package dev.chatsessions.thread;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What it takes to open a thread.
 *
 * @param key empty for a fresh name, made from the thread's id
 */
public record ThreadStart(Optional<String> key, Optional<String> title) {

    public ThreadStart {
        requireNonNull(key, "key");
        requireNonNull(title, "title");
    }

    /** A thread under a key, 1 to 256 characters. */
    public static ThreadStart of(String key) {
        return new ThreadStart(Optional.of(key), Optional.empty());
    }

    /** A thread that nobody named. */
    public static ThreadStart unnamed() {
        return new ThreadStart(Optional.empty(), Optional.empty());
    }
}
