package dev.chatsessions.examples.worker;

import java.util.concurrent.ThreadFactory;

/** Threads that keep no program from ending. */
final class WorkerThreads {

    private WorkerThreads() {}

    static ThreadFactory named(String name) {
        return task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
