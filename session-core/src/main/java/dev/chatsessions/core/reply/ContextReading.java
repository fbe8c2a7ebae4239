package dev.chatsessions.core.reply;

import dev.chatsessions.reply.ReplyTicket;
import dev.chatsessions.spi.SessionAccess;
import dev.chatsessions.spi.Stores;
import dev.chatsessions.spi.Tokenizer;
import dev.chatsessions.thread.ChatThread;
import dev.chatsessions.thread.ContextWindow;
import dev.chatsessions.thread.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what an answer is given from, from its question backwards, and no more than that. Thread-safe. */
final class ContextReading {

    private static final SessionAccess ANY = new SessionAccess.Any();

    private final ContextWindow window;

    private final Tokenizer tokenizer;

    ContextReading(ReplySettings settings) {
        window = settings.contextWindow();
        tokenizer = settings.tokenizer();
    }

    /** How many messages before a new question are worth reading with it. */
    int beforeQuestion() {
        return ContextRules.page(window, 0) - 1;
    }

    /** What an answer to {@code question} is given from, where {@code newest} is enough for that. */
    Optional<Claiming.Context> beforeQuestion(ChatThread thread, List<Message> newest, Message question) {
        var said = new ArrayList<Message>(newest.size() + 1);
        said.addAll(newest);
        said.add(question);
        var older = newest.size() == beforeQuestion();
        return older && ContextRules.hasRoom(said, window, tokenizer)
                ? Optional.empty()
                : Optional.of(new Claiming.Context(thread, ContextRules.window(said, older, window, tokenizer)));
    }

    Claiming.Context context(Stores stores, ReplyTicket ticket) {
        var said = new ArrayList<Message>();
        var before = ticket.question().position() + 1;
        for (; ; ) {
            var page = stores.messages()
                    .history(ANY, ticket.reply().thread(), before, ContextRules.page(window, said.size()))
                    .orElseThrow();
            said.addAll(0, page.messages());
            if (!page.older() || !ContextRules.hasRoom(said, window, tokenizer)) {
                return new Claiming.Context(page.thread(), ContextRules.window(said, page.older(), window, tokenizer));
            }
            before = said.get(0).position();
        }
    }
}
