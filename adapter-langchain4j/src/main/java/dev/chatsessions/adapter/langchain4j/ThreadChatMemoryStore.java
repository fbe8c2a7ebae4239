package dev.chatsessions.adapter.langchain4j;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import dev.chatsessions.thread.ThreadStart;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * LangChain4j's chat memory in the threads of a session: a memory is the thread whose key is its id. Underneath, messages are
 * only ever added: what a memory evicts or replaces stays in the thread, as history. A memory that says something else than
 * what was stored, such as a summary, begins anew behind a mark; one that is deleted has its thread cleared. Texts and tools
 * are kept, a model's thoughts and pictures are not. Thread-safe; of two who write to one memory at a time, both are kept.
 */
public final class ThreadChatMemoryStore implements ChatMemoryStore {

    /** More than any memory in words should hold; no more is read. */
    private static final int WINDOW = 500;

    private static final int AT_ONCE = 100;

    private static final NewMessage MARK = new NewMessage(
            Role.SYSTEM,
            List.of(new Part.Notice("The memory begins anew here.")),
            MessageSource.HOST,
            Optional.empty());

    private final ChatSessions chat;

    private final Caller caller;

    private final SessionId session;

    private ThreadChatMemoryStore(ChatSessions chat, Caller caller, SessionId session) {
        this.chat = requireNonNull(chat, "chat");
        this.caller = requireNonNull(caller, "caller");
        this.session = requireNonNull(session, "session");
    }

    /** In threads of this session, which is the caller's. */
    public static ThreadChatMemoryStore in(ChatSessions chat, Caller caller, SessionId session) {
        return new ThreadChatMemoryStore(chat, caller, session);
    }

    /** The newest messages, up to 500, the system's in front; none where there is no such memory, which is not made. */
    @Override
    public List<ChatMessage> getMessages(Object memoryId) {
        return chat.threads()
                .findByKey(caller, session, key(memoryId))
                .map(thread -> stored(thread.id()).inOrder())
                .orElseGet(List::of);
    }

    @Override
    public void updateMessages(Object memoryId, List<ChatMessage> messages) {
        var thread = chat.threads()
                .open(caller, session, ThreadStart.of(key(memoryId)))
                .id();
        var added = stored(thread)
                .until(View.of(messages.stream()
                        .map(MemoryMessage::of)
                        .flatMap(message -> Prompt.of(message.role(), message.parts()).stream())
                        .toList()));
        for (var first = 0; first < added.size(); first += AT_ONCE) {
            chat.threads()
                    .append(
                            caller,
                            thread,
                            added.subList(first, Math.min(added.size(), first + AT_ONCE)),
                            RequestKey.none());
        }
    }

    @Override
    public void deleteMessages(Object memoryId) {
        chat.threads()
                .findByKey(caller, session, key(memoryId))
                .ifPresent(thread -> chat.threads().clear(caller, thread.id()));
    }

    private static String key(Object memoryId) {
        return requireNonNull(memoryId, "memoryId").toString();
    }

    private View stored(ThreadId thread) {
        var messages = chat.threads()
                .transcript(caller, thread, PageRequest.first(WINDOW))
                .messages();
        return View.of(sinceMark(messages).stream()
                .flatMap(message -> Prompt.of(message.role(), message.parts()).stream())
                .toList());
    }

    private static List<Message> sinceMark(List<Message> messages) {
        for (var last = messages.size() - 1; last >= 0; last--) {
            if (messages.get(last).parts().equals(MARK.parts())) {
                return messages.subList(last + 1, messages.size());
            }
        }
        return messages;
    }

    /** What a memory holds: the system's last message, and what else was said. */
    private record View(Optional<SystemMessage> system, List<ChatMessage> said) {

        static View of(List<ChatMessage> messages) {
            return new View(
                    messages.stream()
                            .filter(SystemMessage.class::isInstance)
                            .map(SystemMessage.class::cast)
                            .reduce((earlier, later) -> later),
                    messages.stream()
                            .filter(message -> !(message instanceof SystemMessage))
                            .toList());
        }

        List<ChatMessage> inOrder() {
            var all = new ArrayList<ChatMessage>(system.stream().toList());
            all.addAll(said);
            return all;
        }

        /** What is to be added to this so that it becomes {@code next}. */
        List<NewMessage> until(View next) {
            var kept = next.keptOf(said);
            var anew = kept == 0 && !said.isEmpty() || next.system.isEmpty() && system.isPresent();
            var added = new ArrayList<NewMessage>();
            if (anew) {
                added.add(MARK);
            }
            next.system
                    .filter(told -> anew || system.filter(told::equals).isEmpty())
                    .map(MemoryMessage::of)
                    .ifPresent(added::add);
            next.said.stream().skip(anew ? 0 : kept).map(MemoryMessage::of).forEach(added::add);
            return added;
        }

        /** With how many of the last messages of {@code stored} this begins, as many as may be. */
        private int keptOf(List<ChatMessage> stored) {
            var most = Math.min(stored.size(), said.size());
            for (var kept = most; kept > 0; kept--) {
                if (said.subList(0, kept).equals(stored.subList(stored.size() - kept, stored.size()))) {
                    return kept;
                }
            }
            return 0;
        }
    }
}
