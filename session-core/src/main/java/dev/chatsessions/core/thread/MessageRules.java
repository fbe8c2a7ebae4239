package dev.chatsessions.core.thread;

import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.ChatSessionsException.TooLarge;
import dev.chatsessions.Text;
import dev.chatsessions.core.work.Limits;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import java.util.List;
import java.util.stream.IntStream;

/** Which messages may be stored. Pure. */
public final class MessageRules {

    private static final int MAX_AT_ONCE = 100;

    private static final int MAX_PARTS = 100;

    /** Written once: what is refused is rare, what is checked is not. */
    private static final List<String> FIELDS =
            IntStream.range(0, MAX_AT_ONCE).mapToObj(i -> "messages/" + i).toList();

    private MessageRules() {}

    static List<NewMessage> checked(List<NewMessage> messages) {
        if (messages.isEmpty() || messages.size() > MAX_AT_ONCE) {
            throw new Invalid("messages", "must be 1 to " + MAX_AT_ONCE);
        }
        for (var i = 0; i < messages.size(); i++) {
            checked(FIELDS.get(i), messages.get(i));
        }
        return List.copyOf(messages);
    }

    /** A message within the limits, that says something. */
    public static NewMessage checked(String field, NewMessage message) {
        if (message.parts().isEmpty() || message.parts().size() > MAX_PARTS) {
            throw new Invalid(field, "must have 1 to " + MAX_PARTS + " parts");
        }
        if (message.speaker().isPresent()) {
            Limits.name(field + "/speaker", message.speaker().get(), 200);
        }
        for (var part : message.parts()) {
            checked(field, message.role(), part);
        }
        if (message.parts().size() > 1) {
            requireAllFits(field, message);
        }
        return message;
    }

    private static void checked(String field, Role role, Part part) {
        if (part instanceof Part.Text text) {
            if (role == Role.USER) {
                Limits.question(field, text.text());
            } else {
                Limits.text(field, text.text());
                requireSomething(field, text.text());
            }
        } else if (part instanceof Part.ToolCall call) {
            Limits.name(field, call.name(), 200);
            Limits.name(field, call.callId(), 200);
            Limits.text(field, call.arguments());
        } else if (part instanceof Part.ToolResult result) {
            Limits.name(field, result.name(), 200);
            Limits.name(field, result.callId(), 200);
            Limits.text(field, result.result());
        } else if (part instanceof Part.Notice notice) {
            Limits.text(field, notice.text());
            requireSomething(field, notice.text());
        }
    }

    /** The limits are a message's, into however many parts it is cut. */
    private static void requireAllFits(String field, NewMessage message) {
        if (bytes(message.parts()) > Limits.TEXT_BYTES) {
            throw new TooLarge(field + " is over 1 MiB");
        }
        if (message.role() == Role.USER
                && message.parts().stream()
                                .map(MessageRules::text)
                                .mapToLong(text -> text.codePointCount(0, text.length()))
                                .sum()
                        > Limits.QUESTION_CODE_POINTS) {
            throw new Invalid(field, "must be at most " + Limits.QUESTION_CODE_POINTS + " characters");
        }
    }

    /** How long a message of these parts is, in bytes of UTF-8. */
    public static long bytes(List<Part> parts) {
        return parts.stream()
                .map(MessageRules::text)
                .mapToLong(Text::utf8Length)
                .sum();
    }

    private static String text(Part part) {
        if (part instanceof Part.Text text) {
            return text.text();
        }
        if (part instanceof Part.ToolCall call) {
            return call.arguments();
        }
        return part instanceof Part.ToolResult result ? result.result() : ((Part.Notice) part).text();
    }

    private static void requireSomething(String field, String text) {
        if (text.isEmpty()) {
            throw new Invalid(field, "must not be empty");
        }
    }
}
