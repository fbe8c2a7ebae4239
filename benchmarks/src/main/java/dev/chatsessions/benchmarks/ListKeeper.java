package dev.chatsessions.benchmarks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The floor in memory: a list for each thread, under a lock. Forgets nothing, logs nothing, finds nothing by id. */
final class ListKeeper implements Keeper {

    @Override
    public Conversation start(int messages) {
        var list = new PlainList();
        for (var i = 0; i < messages; i++) {
            list.add(Words.isQuestion(i));
        }
        return list;
    }

    private record Line(UUID id, long position, boolean question, String text, Instant at) {}

    private static final class PlainList implements Conversation {

        private final Object lock = new Object();

        private final List<Line> lines = new ArrayList<>();

        private long tokens;

        void add(boolean question) {
            synchronized (lock) {
                lines.add(new Line(
                        UUID.randomUUID(),
                        lines.size() + 1L,
                        question,
                        question ? Words.QUESTION : Words.ANSWER,
                        Instant.now()));
            }
        }

        @Override
        public int history() {
            synchronized (lock) {
                return List.copyOf(lines.subList(Math.max(0, lines.size() - HISTORY), lines.size()))
                        .size();
            }
        }

        @Override
        public void append() {
            synchronized (lock) {
                add(true);
                add(false);
                tokens += Words.INPUT_TOKENS + Words.OUTPUT_TOKENS;
            }
        }
    }
}
