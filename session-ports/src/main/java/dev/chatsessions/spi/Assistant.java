package dev.chatsessions.spi;

import dev.chatsessions.TokenCount;
import dev.chatsessions.reply.FinishReason;
import dev.chatsessions.reply.Reply;
import dev.chatsessions.session.Session;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.Part;
import java.util.List;
import java.util.Optional;

/**
 * Answers questions in this process. It claims replies as any worker does, so that a process which dies loses its lease
 * and nothing else. Called on several threads at once, once per reply and attempt.
 */
public interface Assistant {

    /**
     * Writes one answer to {@code sink} and returns when it is whole. Blocks as long as it takes. Whatever it throws ends
     * the reply as failed, with the text so far kept.
     */
    void answer(Turn turn, Sink sink) throws Exception;

    /** The model that will probably answer, as its usage will name it, for budgets of a model; empty where none is known. */
    default Optional<String> model() {
        return Optional.empty();
    }

    /**
     * What is to be answered.
     *
     * @param history the newest messages of the thread, oldest first, the question last; as many as the context window
     *     holds
     */
    record Turn(Session session, ChatThread thread, Reply reply, Message question, List<Message> history) {
        public Turn {
            history = List.copyOf(history);
        }
    }

    /** Where an answer goes. Used by the thread that answers, or by one at a time. */
    interface Sink {

        /** Writes the next piece of the answer. Waits only while much is unwritten. */
        void text(String text);

        /** Says what is being done, such as which tool is called. */
        void status(String status);

        /** Keeps a tool call or its result beside the text. */
        void tool(Part part);

        /** Says what was consumed so far; the last word counts, also when the answer is stopped or fails. */
        void consumed(TokenCount tokens);

        /** Says why the answer ends where it ends, if it is not whole: LENGTH. */
        void finish(FinishReason reason);

        /** Whether somebody asked to stop, or the lease is lost; nothing that is written afterwards is kept. */
        boolean stopRequested();
    }
}
