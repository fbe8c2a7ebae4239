package dev.chatsessions.benchmarks;

import dev.chatsessions.MessageId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The floor in memory: a list of messages for each thread, under a lock. Checks nothing, forgets nothing, logs nothing,
 * finds nothing by id.
 */
final class ListKeeper implements Keeper {

    private static final List<Part> QUESTION = List.of(new Part.Text(Words.QUESTION));

    private static final List<Part> ANSWER = List.of(new Part.Text(Words.ANSWER));

    @Override
    public Conversation start(int messages) {
        var list = new PlainList();
        for (var i = 0; i < messages; i++) {
            list.add(Words.isQuestion(i));
        }
        return list;
    }

    private static final class PlainList implements Conversation {

        private final Object lock = new Object();

        private final SessionId session = new SessionId(UUID.randomUUID());

        private final ThreadId thread = new ThreadId(UUID.randomUUID());

        private final List<Message> messages = new ArrayList<>();

        private long tokens;

        void add(boolean question) {
            synchronized (lock) {
                messages.add(new Message(
                        new MessageId(UUID.randomUUID()),
                        session,
                        thread,
                        messages.size() + 1L,
                        question ? Role.USER : Role.ASSISTANT,
                        question ? QUESTION : ANSWER,
                        question ? MessageSource.CLIENT : MessageSource.HOST,
                        Optional.empty(),
                        MessageStatus.COMPLETE,
                        Optional.empty(),
                        Instant.now(),
                        1));
            }
        }

        @Override
        public int history() {
            synchronized (lock) {
                return List.copyOf(messages.subList(Math.max(0, messages.size() - HISTORY), messages.size()))
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
