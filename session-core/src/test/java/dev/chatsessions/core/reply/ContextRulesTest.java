package dev.chatsessions.core.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.MessageId;
import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.thread.ContextWindow;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.MessageSource;
import dev.chatsessions.thread.MessageStatus;
import dev.chatsessions.thread.Part;
import dev.chatsessions.thread.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Threads are written as words, oldest first: {@code u} a user's message, {@code a} an answer, {@code g} what the host's
 * assistant said unasked, {@code s} a system message, {@code c7} an answer that calls a tool by the id 7, {@code r7} a message
 * with its result, {@code b7} an answer with both. Each message is 4 tokens and what is said in it: one for each letter after
 * a dash.
 */
class ContextRulesTest {

    private static final SessionId SESSION = new SessionId(new UUID(1, 1));

    private static final ThreadId THREAD = new ThreadId(new UUID(1, 2));

    @ParameterizedTest
    @CsvSource({
        "u a u,             3,  false, u a u",
        "u a u,             9,  false, u a u",
        // The newest that fit, and never an answer without its question.
        "u a u a u,         3,  true,  u a u",
        "u a u a u,         4,  true,  u a u",
        "u a u,             2,  true,  u",
        "u a u,             1,  true,  u",
        "a a a u,           4,  true,  u",
        "a u,               2,  false, u",
        // What the host says first is no answer, unless what it answers may be cut away.
        "g u,               2,  false, g u",
        "g u,               2,  true,  u",
        "u g u,             2,  false, u",
        // Instructions may come first.
        "s u a u,           4,  true,  s u a u",
        "a s u,             3,  true,  s u",
        // A tool's call and its result, both or neither.
        "u c1 r1 a u,       5,  true,  u c1 r1 a u",
        "u c1 r1 a u,       4,  true,  u",
        "u c1 r1 u a u,     4,  true,  u a u",
        "u b1 u,            3,  true,  u b1 u",
        "u c1 u,            3,  true,  u u",
        "u r1 u,            3,  true,  u u",
        "u r1 c1 u,         4,  true,  u u",
        "u c1 r2 u,         4,  true,  u u",
        "r1 u,              2,  false, u",
    })
    void a_window_of_messages_is_cut_at_turns(String thread, int messages, boolean older, String expected) {
        assertEquals(expected, shown(thread, older, new ContextWindow(messages)));
    }

    @ParameterizedTest
    @CsvSource({
        // 4 for each message.
        "u a u,             12, u a u",
        "u a u,             11, u",
        "u a u a u,         12, u a u",
        "u a u a u,         16, u a u",
        "u a u a u,         20, u a u a u",
        // The question is there even if it is too long.
        "u a u-xxxxxxxx,    3,  u-xxxxxxxx",
        "u-xxxxx a u,       16, u",
        "u-xxxxx a u,       17, u-xxxxx a u",
        // A call is its name and arguments, a result what it says.
        "u b1-xxx u,        17, u",
        "u b1-xxx u,        30, u b1-xxx u",
    })
    void a_window_of_tokens_is_cut_at_turns(String thread, int tokens, String expected) {
        assertEquals(expected, shown(thread, false, new ContextWindow(1_000).withTokens(tokens)));
    }

    @ParameterizedTest
    @CsvSource({
        // read, messages, tokens, next page, room
        "0,   80,   -,   80, false",
        "0,   80,   60,  50, true",
        "50,  80,   600, 30, true",
        "10,  1000, 60,  50, true",
        "14,  1000, 60,  50, true",
        "15,  1000, 60,  50, false",
        "80,  80,   600, 0,  false",
    })
    void no_more_is_read_than_there_is_room_for(int read, int messages, String tokens, int page, boolean room) {
        var window = tokens.equals("-")
                ? new ContextWindow(messages)
                : new ContextWindow(messages).withTokens(Integer.parseInt(tokens));
        var said = read == 0 ? List.<Message>of() : messages("u ".repeat(read).strip());

        assertEquals(page, ContextRules.page(window, read));
        assertEquals(room, ContextRules.hasRoom(said, window, String::length));
    }

    @Test
    void whatever_was_said_the_window_is_made_of_whole_turns() {
        for (var seed = 0L; seed < 2_000; seed++) {
            var random = new Random(seed);
            var thread = random.ints(random.nextInt(30), 0, WORDS.size())
                            .mapToObj(WORDS::get)
                            .collect(Collectors.joining(" "))
                    + " u-xx";
            var window = new ContextWindow(
                    1 + random.nextInt(12),
                    random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(80)) : OptionalInt.empty());
            assertWholeTurns(messages(thread.strip()), random.nextBoolean(), window, seed);
        }
    }

    private static final List<String> WORDS =
            List.of("u", "u-xxx", "a", "a-xxxxxxx", "g", "s", "c1", "r1", "c2-x", "r2-xx", "b3", "b1-x");

    private static void assertWholeTurns(List<Message> said, boolean older, ContextWindow window, long seed) {
        var shown = ContextRules.window(said, older, window, String::length);

        var what = "seed " + seed + ": " + text(shown) + " of " + text(said) + " in " + window;
        assertEquals(said.get(said.size() - 1), shown.get(shown.size() - 1), what);
        assertTrue(shown.size() <= window.messages(), what);
        assertTrue(
                shown.size() == 1
                        || !ContextRules.hasRoom(List.of(), window, String::length)
                        || tokens(shown) <= window.tokens().getAsInt(),
                what);
        var first = shown.get(0);
        assertTrue(
                first.role() == Role.USER
                        || first.role() == Role.SYSTEM
                        || first.role() == Role.ASSISTANT && first.reply().isEmpty() && !older,
                what);
        var open = new HashSet<String>();
        for (var message : shown) {
            for (var part : message.parts()) {
                if (part instanceof Part.ToolCall call) {
                    assertTrue(open.add(call.callId()), what);
                } else if (part instanceof Part.ToolResult result) {
                    assertTrue(open.remove(result.callId()), what);
                }
            }
        }
        assertEquals(Set.of(), open, what);
    }

    private static long tokens(List<Message> messages) {
        return messages.stream()
                .mapToLong(message -> 4 + message.text().length())
                .sum();
    }

    private static String shown(String thread, boolean older, ContextWindow window) {
        return text(ContextRules.window(messages(thread), older, window, String::length));
    }

    private static String text(List<Message> messages) {
        return messages.stream().map(message -> message.speaker().orElseThrow()).collect(Collectors.joining(" "));
    }

    /** The word is also the speaker, so that one sees which it is. */
    private static List<Message> messages(String thread) {
        var messages = new ArrayList<Message>();
        for (var word : thread.split(" ")) {
            messages.add(message(messages.size() + 1, word));
        }
        return messages;
    }

    private static Message message(int position, String word) {
        var role = switch (word.charAt(0)) {
            case 'u' -> Role.USER;
            case 's' -> Role.SYSTEM;
            case 'r' -> Role.TOOL;
            default -> Role.ASSISTANT;
        };
        var reply = "acb".indexOf(word.charAt(0)) >= 0
                ? Optional.of(new ReplyId(new UUID(2, position)))
                : Optional.<ReplyId>empty();
        return new Message(
                new MessageId(new UUID(3, position)),
                SESSION,
                THREAD,
                position,
                role,
                parts(word),
                MessageSource.CLIENT,
                Optional.of(word),
                MessageStatus.COMPLETE,
                reply,
                Instant.EPOCH,
                1);
    }

    private static List<Part> parts(String word) {
        var dash = word.indexOf('-');
        var said = dash < 0 ? "" : word.substring(dash + 1);
        var id = word.substring(1, dash < 0 ? word.length() : dash);
        var call = new Part.ToolCall(id, "tool", "{}");
        return switch (word.charAt(0)) {
            case 'c' -> List.of(call);
            case 'r' -> List.of(new Part.ToolResult(id, "tool", said));
            case 'b' -> List.of(call, new Part.ToolResult(id, "tool", "it"), new Part.Text(said));
            default -> List.of(new Part.Text(said));
        };
    }
}
