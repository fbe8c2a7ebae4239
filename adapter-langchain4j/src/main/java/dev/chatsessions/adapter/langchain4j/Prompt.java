package dev.chatsessions.adapter.langchain4j;

import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Our messages in the words of LangChain4j. Pure. */
final class Prompt {

    private Prompt() {}

    /** What is said, oldest first, after {@code instructions}. */
    static List<ChatMessage> of(List<String> instructions, List<Message> history) {
        var messages = new ArrayList<ChatMessage>();
        var told = instructions.stream().filter(text -> !text.isBlank()).collect(Collectors.joining("\n\n"));
        if (!told.isEmpty()) {
            messages.add(SystemMessage.from(told));
        }
        history.forEach(message -> messages.addAll(of(message.role(), message.parts())));
        return messages;
    }

    /** One message; none where nothing in it is for a model, more where tools were called and answered in it. */
    static List<ChatMessage> of(Role role, List<Part> parts) {
        var messages = new ArrayList<ChatMessage>();
        var calls = calls(parts);
        var results = results(parts);
        var text = Part.text(parts);
        if (!calls.isEmpty() && results.isEmpty() && !text.isBlank()) {
            return List.of(AiMessage.from(text, calls));
        }
        if (!calls.isEmpty()) {
            messages.add(AiMessage.from(calls));
        }
        messages.addAll(results);
        if (!text.isBlank() && role != Role.TOOL) {
            messages.add(said(role, text));
        }
        return messages;
    }

    private static ChatMessage said(Role role, String text) {
        return switch (role) {
            case SYSTEM -> SystemMessage.from(text);
            case ASSISTANT -> AiMessage.from(text);
            default -> UserMessage.from(text);
        };
    }

    private static List<ToolExecutionResultMessage> results(List<Part> parts) {
        return parts.stream()
                .filter(Part.ToolResult.class::isInstance)
                .map(Part.ToolResult.class::cast)
                .map(result -> ToolExecutionResultMessage.from(result.callId(), result.name(), result.result()))
                .toList();
    }

    private static List<ToolExecutionRequest> calls(List<Part> parts) {
        return parts.stream()
                .filter(Part.ToolCall.class::isInstance)
                .map(Part.ToolCall.class::cast)
                .map(call -> ToolExecutionRequest.builder()
                        .id(call.callId())
                        .name(call.name())
                        .arguments(call.arguments())
                        .build())
                .toList();
    }
}
