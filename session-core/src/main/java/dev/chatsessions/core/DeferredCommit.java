package dev.chatsessions.core;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.core.work.AfterCommit;
import dev.chatsessions.core.work.Writing;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is to follow a commit until the host has committed. For one thread. */
final class DeferredCommit implements AfterCommit {

    private final AfterCommit then;

    private final List<Writing> writings = new ArrayList<>();

    DeferredCommit(AfterCommit then) {
        this.then = then;
    }

    @Override
    public void committed(Writing writing) {
        writings.add(writing);
    }

    @Override
    public void refused(ChatSessionsException why) {
        then.refused(why);
    }

    void hostCommitted() {
        var all = List.copyOf(writings);
        writings.clear();
        all.forEach(then::committed);
    }
}
