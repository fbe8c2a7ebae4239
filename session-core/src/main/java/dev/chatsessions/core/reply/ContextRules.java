package dev.chatsessions.core.reply;

import dev.chatsessions.spi.Tokenizer;
import dev.chatsessions.thread.ContextWindow;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.Part;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which part of what was said an answer is given from. Pure. */
final class ContextRules {

    /** Read at a time where nobody knows how many messages there is room for. */
    static final int PAGE = 50;

    /** What a message is to a model beside its words: who says it, and where it ends. */
    private static final int TOKENS_AROUND = 4;

    private ContextRules() {}

    /** How many messages to read next, so many being read. */
    static int page(ContextWindow window, int read) {
        var left = window.messages() - read;
        return window.tokens().isPresent() ? Math.min(PAGE, left) : left;
    }

    /** Whether there is room for messages that are older than these. */
    static boolean hasRoom(List<Message> oldestFirst, ContextWindow window, Tokenizer tokenizer) {
        return oldestFirst.size() < window.messages()
                && window.tokens().isPresent()
                && tokens(oldestFirst, tokenizer) < window.tokens().getAsInt();
    }

    /**
     * What is shown of these, of which the question is the last; nothing of nothing, where it was cleared meanwhile.
     *
     * @param older whether there are messages before them
     */
    static List<Message> window(List<Message> oldestFirst, boolean older, ContextWindow window, Tokenizer tokenizer) {
        if (oldestFirst.isEmpty()) {
            return oldestFirst;
        }
        var first = firstThatFits(oldestFirst, window, tokenizer);
        var newest = oldestFirst.subList(first, oldestFirst.size());
        var whole = newest.subList(firstOfATurn(newest, older || first > 0), newest.size());
        return paired(whole);
    }

    private static int firstThatFits(List<Message> oldestFirst, ContextWindow window, Tokenizer tokenizer) {
        var last = oldestFirst.size() - 1;
        var least = Math.max(0, oldestFirst.size() - window.messages());
        if (window.tokens().isEmpty()) {
            return least;
        }
        long tokens = tokens(oldestFirst.get(last), tokenizer);
        for (var first = last; first > least; first--) {
            tokens += tokens(oldestFirst.get(first - 1), tokenizer);
            if (tokens > window.tokens().getAsInt()) {
                return first;
            }
        }
        return least;
    }

    /** What a host says first is no answer, unless what it answers is cut away. */
    private static int firstOfATurn(List<Message> messages, boolean cut) {
        var first = 0;
        while (first < messages.size() - 1 && belongsToWhatIsBefore(messages.get(first), cut)) {
            first++;
        }
        return first;
    }

    private static boolean belongsToWhatIsBefore(Message message, boolean cut) {
        return switch (message.role()) {
            case ASSISTANT -> cut || message.reply().isPresent();
            case TOOL -> true;
            default -> false;
        };
    }

    /** Without calls that came to nothing, results that nobody called for, and messages that are then empty. */
    private static List<Message> paired(List<Message> messages) {
        var loose = loose(messages);
        return loose.isEmpty()
                ? List.copyOf(messages)
                : messages.stream()
                        .map(message -> without(loose, message))
                        .filter(message -> !message.parts().isEmpty())
                        .toList();
    }

    private static Message without(Set<Part> loose, Message message) {
        return message.showing(
                message.parts().stream().filter(part -> !loose.contains(part)).toList());
    }

    /** Calls and results that have no other half. An id may be given again, so it is these very parts. */
    private static Set<Part> loose(List<Message> messages) {
        var loose = Collections.<Part>newSetFromMap(new IdentityHashMap<>());
        var open = new HashMap<String, Part>();
        for (var message : messages) {
            for (var part : message.parts()) {
                if (part instanceof Part.ToolCall call) {
                    open.put(call.callId(), call);
                    loose.add(call);
                } else if (part instanceof Part.ToolResult result) {
                    var call = Optional.ofNullable(open.remove(result.callId()));
                    call.ifPresentOrElse(loose::remove, () -> loose.add(result));
                }
            }
        }
        return loose;
    }

    private static long tokens(List<Message> messages, Tokenizer tokenizer) {
        return messages.stream()
                .mapToLong(message -> tokens(message, tokenizer))
                .sum();
    }

    private static long tokens(Message message, Tokenizer tokenizer) {
        return TOKENS_AROUND
                + message.parts().stream()
                        .mapToLong(part -> tokens(part, tokenizer))
                        .sum();
    }

    private static long tokens(Part part, Tokenizer tokenizer) {
        if (part instanceof Part.Text text) {
            return tokenizer.tokens(text.text());
        }
        if (part instanceof Part.ToolCall call) {
            return (long) tokenizer.tokens(call.name()) + tokenizer.tokens(call.arguments());
        }
        return part instanceof Part.ToolResult result ? tokenizer.tokens(result.result()) : 0;
    }
}
