package dev.chatsessions.benchmarks;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.TokenCount;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadStart;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** The product. */
final class ChatKeeper implements Keeper {

    private static final int MOST_AT_ONCE = 100;

    private static final List<NewMessage> TURN = messages(2);

    private static final TokenCount TOKENS = TokenCount.measured(Words.MODEL, Words.INPUT_TOKENS, Words.OUTPUT_TOKENS);

    private static final PageRequest NEWEST = PageRequest.first(Conversation.HISTORY);

    private final ChatSessions chat;

    ChatKeeper(ChatSessions chat) {
        this.chat = chat;
    }

    @Override
    public Conversation start(int messages) {
        var caller = Caller.user("user-" + UUID.randomUUID());
        return new Chat(caller, started(caller, messages));
    }

    /** A new user, who has so many messages. */
    Caller.User startOf(int messages) {
        var caller = Caller.user("user-" + UUID.randomUUID());
        started(caller, messages);
        return caller;
    }

    private ThreadId started(Caller.User caller, int messages) {
        var session = chat.sessions().start(caller, SessionStart.of(SessionKind.CHAT), RequestKey.none());
        var thread = chat.threads().start(caller, session.id(), ThreadStart.unnamed(), RequestKey.none());
        for (var left = messages; left > 0; left -= MOST_AT_ONCE) {
            chat.threads().append(caller, thread.id(), messages(Math.min(left, MOST_AT_ONCE)), RequestKey.none());
        }
        return thread.id();
    }

    private static List<NewMessage> messages(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i -> Words.isQuestion(i) ? NewMessage.user(Words.QUESTION) : NewMessage.assistant(Words.ANSWER))
                .toList();
    }

    private final class Chat implements Conversation {

        private final Caller caller;

        private final ThreadId thread;

        Chat(Caller caller, ThreadId thread) {
            this.caller = caller;
            this.thread = thread;
        }

        @Override
        public int history() {
            return chat.threads().transcript(caller, thread, NEWEST).messages().size();
        }

        @Override
        public void append() {
            chat.threads().append(caller, thread, TURN, TOKENS, RequestKey.none());
        }
    }
}
