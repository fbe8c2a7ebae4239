package dev.chatsessions.adapter.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.Caller;
import dev.chatsessions.PageRequest;
import dev.chatsessions.SessionId;
import dev.chatsessions.adapter.inmemory.InMemoryStorage;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our threads under a memory of LangChain4j. */
class ThreadChatMemoryStoreTest {

    private static final Caller ANN = Caller.user("ann");

    private final InMemoryStorage storage = InMemoryStorage.create();

    private final SessionCore chat = SessionCore.builder().storage(storage).build();

    private final SessionId session = chat.sessions()
            .open(ANN, SessionStart.of(SessionKind.CHAT).withKey("main"))
            .id();

    private final ThreadChatMemoryStore store = store();

    private final MessageWindowChatMemory memory = memory(4);

    @AfterEach
    void close() {
        chat.close();
        storage.close();
    }

    private ThreadChatMemoryStore store() {
        return ThreadChatMemoryStore.in(chat, ANN, session);
    }

    private MessageWindowChatMemory memory(int window) {
        return MessageWindowChatMemory.builder()
                .id("talk")
                .maxMessages(window)
                .chatMemoryStore(store)
                .build();
    }

    @Test
    void a_memory_is_found_again_by_another_process() {
        memory.add(SystemMessage.from("Be brief."));
        memory.add(UserMessage.from("I am Ann"));
        memory.add(AiMessage.from("Hello Ann"));

        assertEquals(
                List.of(SystemMessage.from("Be brief."), UserMessage.from("I am Ann"), AiMessage.from("Hello Ann")),
                memory(4).messages());
    }

    @Test
    void what_a_memory_evicts_stays_in_the_thread() {
        for (var number = 1; number <= 7; number++) {
            memory.add(UserMessage.from("" + number));
        }

        assertEquals(List.of("4", "5", "6", "7"), texts(memory.messages()));
        assertEquals(List.of("1", "2", "3", "4", "5", "6", "7"), thread());
    }

    @Test
    void the_same_words_twice_are_kept_twice() {
        memory.add(UserMessage.from("yes"));
        memory.add(UserMessage.from("yes"));
        memory.add(UserMessage.from("yes"));

        assertEquals(List.of("yes", "yes", "yes"), thread());
        assertEquals(3, memory.messages().size());
    }

    @Test
    void tools_are_kept_with_their_calls() {
        var call = ToolExecutionRequest.builder()
                .id("1")
                .name("weather")
                .arguments("{}")
                .build();
        var messages = List.<ChatMessage>of(
                UserMessage.from("Is it dry?"),
                AiMessage.from("Let me see.", List.of(call)),
                ToolExecutionResultMessage.from(call, "rain"),
                AiMessage.from("No."));

        messages.forEach(memory::add);

        assertEquals(messages, memory(4).messages());
    }

    @Test
    void a_thought_of_the_model_is_left_out_and_nothing_is_doubled() {
        memory.add(UserMessage.from("Why?"));
        memory.add(AiMessage.builder().text("Because.").thinking("Hm.").build());
        memory.add(UserMessage.from("Really?"));

        assertEquals(List.of("Why?", "Because.", "Really?"), thread());
    }

    @Test
    void new_instructions_take_the_place_of_the_old_ones() {
        memory.add(SystemMessage.from("Be brief."));
        memory.add(UserMessage.from("1"));
        memory.add(SystemMessage.from("Be long."));
        memory.add(SystemMessage.from("Be long."));

        assertEquals(
                List.of(SystemMessage.from("Be long."), UserMessage.from("1")),
                memory(4).messages());
        assertEquals(List.of("Be brief.", "1", "Be long."), thread());
    }

    @Test
    void a_memory_that_was_rewritten_begins_anew_and_its_history_stays() {
        memory.add(UserMessage.from("1"));
        memory.add(AiMessage.from("2"));
        memory.set(List.of(SystemMessage.from("They counted."), UserMessage.from("3")));
        memory.add(AiMessage.from("4"));

        assertEquals(List.of("They counted.", "3", "4"), texts(memory(4).messages()));
        assertEquals(List.of("1", "2", "", "They counted.", "3", "4"), thread());
    }

    @Test
    void a_deleted_memory_is_a_cleared_thread() {
        memory.add(UserMessage.from("1"));
        memory.clear();

        assertEquals(List.of(), memory.messages());
        assertEquals(List.of(), thread());

        memory.add(UserMessage.from("2"));
        assertEquals(List.of("2"), thread());
    }

    @Test
    void reading_and_deleting_what_is_not_there_makes_nothing() {
        assertEquals(List.of(), store.getMessages("other"));
        store.deleteMessages("other");

        assertTrue(chat.threads().findByKey(ANN, session, "other").isEmpty());
    }

    @Test
    void more_than_is_stored_at_once_is_stored_in_order() {
        var all = new ArrayList<ChatMessage>();
        for (var number = 1; number <= 230; number++) {
            all.add(UserMessage.from("" + number));
        }

        store.updateMessages("talk", all);

        assertEquals(all, store.getMessages("talk"));
    }

    @Test
    void a_picture_is_refused_and_nothing_is_stored() {
        var picture = UserMessage.from(ImageContent.from(
                Image.builder().url("https://a.example/cat.png").build()));

        assertThrows(IllegalArgumentException.class, () -> memory.add(picture));
        assertEquals(List.of(), thread());
    }

    private List<String> thread() {
        return chat.threads()
                .findByKey(ANN, session, "talk")
                .map(thread -> chat.threads().transcript(ANN, thread.id(), PageRequest.first(100)).messages().stream()
                        .map(message -> message.text())
                        .toList())
                .orElseGet(List::of);
    }

    private static List<String> texts(List<ChatMessage> messages) {
        return messages.stream()
                .map(MemoryMessage::of)
                .map(message -> dev.chatsessions.thread.Part.text(message.parts()))
                .toList();
    }
}
