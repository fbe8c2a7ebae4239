package dev.chatsessions.adapter.langchain4j;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.spi.Assistant.Sink;
import dev.chatsessions.spi.Tool;
import dev.chatsessions.thread.Part;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tools of an assistant: tells a model of them, and has them do what it wants. Thread-safe. */
final class Toolbox {

    private static final int LONGEST_NAME = 200;

    private static final int LONGEST_ARGUMENTS = 16 * 1024;

    private final Map<String, Tool> tools;

    private final List<ToolSpecification> specifications;

    private final Tool.Limits limits;

    Toolbox(List<Tool> tools, Tool.Limits limits) {
        this.tools = tools.stream().collect(Collectors.toUnmodifiableMap(Toolbox::name, Function.identity()));
        this.specifications = tools.stream().map(Toolbox::specification).toList();
        this.limits = limits;
    }

    List<ToolSpecification> specifications() {
        return specifications;
    }

    /** Has a tool called, says so, and keeps the call with what came of it: both or neither. */
    ToolExecutionResultMessage call(ToolExecutionRequest request, String id, Sink sink) {
        var name = shortened(request.name(), LONGEST_NAME);
        var tool = Optional.ofNullable(tools.get(name));
        sink.status(tool.map(Tool::announcement).orElse("Calling " + name));
        var arguments = shortened(
                Optional.ofNullable(request.arguments())
                        .filter(text -> !text.isBlank())
                        .orElse("{}"),
                LONGEST_ARGUMENTS);
        var result = tool.map(known -> result(known, arguments)).orElse("There is no such tool.");
        sink.tool(new Part.ToolCall(id, name, arguments));
        sink.tool(new Part.ToolResult(id, name, result));
        return ToolExecutionResultMessage.from(id, name, result);
    }

    /** What it answers, or in words for the model why it does not. */
    private String result(Tool tool, String arguments) {
        var given = Json.fields(arguments);
        if (given.isEmpty()) {
            return "The arguments are not a JSON object.";
        }
        try {
            var answer = tool.call(given.get(), limits);
            return answer.isBlank() ? "Nothing was found." : shortened(answer, limits.characters());
        } catch (ChatSessionsException failure) {
            return "The tool failed: " + failure.code();
        } catch (Exception failure) {
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return "The tool failed: " + failure.getClass().getSimpleName();
        }
    }

    private static String shortened(String text, int most) {
        var storable = Json.storable(text);
        if (storable.length() <= most) {
            return storable;
        }
        return storable.substring(0, Character.isHighSurrogate(storable.charAt(most - 1)) ? most - 1 : most);
    }

    private static String name(Tool tool) {
        if (!tool.name().matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("tool name " + tool.name() + " is not 1 to 64 letters, digits, - and _");
        }
        return tool.name();
    }

    private static ToolSpecification specification(Tool tool) {
        return ToolSpecification.builder()
                .name(name(tool))
                .description(tool.description())
                .parameters(Json.schema(tool.parameters()))
                .build();
    }
}
