package dev.chatsessions.thread;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;

/** A piece of a message. All texts are storable: no U+0000, no half of a surrogate pair. */
public sealed interface Part {

    /** What is said in {@code parts}: the texts among them, joined. */
    static String text(List<Part> parts) {
        return parts.stream()
                .filter(Text.class::isInstance)
                .map(part -> ((Text) part).text())
                .collect(Collectors.joining());
    }

    /** What is said. */
    record Text(String text) implements Part {
        public Text {
            requireStorable("text", text);
        }
    }

    /**
     * A tool that the answerer called.
     *
     * @param arguments as the model wrote them, usually JSON
     */
    record ToolCall(String callId, String name, String arguments) implements Part {
        public ToolCall {
            requireStorable("callId", callId);
            requireStorable("name", name);
            requireStorable("arguments", arguments);
        }
    }

    /** What a tool answered. */
    record ToolResult(String callId, String name, String result) implements Part {
        public ToolResult {
            requireStorable("callId", callId);
            requireStorable("name", name);
            requireStorable("result", result);
        }
    }

    /** A remark of the system about the conversation, shown to people and not given to models. */
    record Notice(String text) implements Part {
        public Notice {
            requireStorable("text", text);
        }
    }

    private static void requireStorable(String name, String value) {
        if (!dev.chatsessions.Text.isStorable(requireNonNull(value, name))) {
            throw new IllegalArgumentException(name + " holds U+0000 or half a surrogate pair");
        }
    }
}
