package dev.chatsessions.adapter.langchain4j;

import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** LangChain4j's messages in our words. Pure. */
final class MemoryMessage {

    private MemoryMessage() {}

    /** Refuses what we cannot keep: pictures, sounds, and messages of other kinds. */
    static NewMessage of(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return of(Role.SYSTEM, List.of(text(system.text())));
        }
        if (message instanceof UserMessage user && user.hasSingleText()) {
            return of(Role.USER, List.of(text(user.singleText())));
        }
        if (message instanceof ToolExecutionResultMessage result && result.hasSingleText()) {
            return of(
                    Role.TOOL,
                    List.of(new Part.ToolResult(id(result.id()), result.toolName(), Json.storable(result.text()))));
        }
        if (message instanceof AiMessage answer) {
            return of(Role.ASSISTANT, parts(answer));
        }
        throw new IllegalArgumentException("a " + message.type() + " message that is not one text is not kept");
    }

    private static NewMessage of(Role role, List<Part> parts) {
        return new NewMessage(role, parts, MessageSource.HOST, Optional.empty());
    }

    private static List<Part> parts(AiMessage answer) {
        var parts = new ArrayList<Part>();
        answer.toolExecutionRequests()
                .forEach(call -> parts.add(
                        new Part.ToolCall(id(call.id()), call.name(), Json.storable(arguments(call.arguments())))));
        Optional.ofNullable(answer.text()).filter(text -> !text.isBlank()).ifPresent(text -> parts.add(text(text)));
        return parts;
    }

    private static Part text(String text) {
        return new Part.Text(Json.storable(text));
    }

    private static String arguments(String given) {
        return Optional.ofNullable(given).orElse("{}");
    }

    /** Some models give none. */
    private static String id(String given) {
        return Optional.ofNullable(given).filter(id -> !id.isBlank()).orElse("call");
    }
}
