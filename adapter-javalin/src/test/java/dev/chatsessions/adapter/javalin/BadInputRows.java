package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What is sent for each row, and what has to come of it. */
final class BadInputRows {

    private static final Pattern REFUSAL = Pattern.compile("([0-9]{3}) ([a-z-]+)(?: \\+ (.*))?");

    private final Map<String, Consumer<BadInput>> tests = new TreeMap<>();

    /** The row's answer is a problem, and exactly the one that it names. */
    void refused(String id, Supplier<Answer> input) {
        put(id, row -> requireRefused(row.expected(), input.get()));
    }

    /** As {@link #refused}, where the answer takes its time: the input is sent now, and other rows are tested meanwhile. */
    void refusedInTime(String id, Supplier<Answer> input) {
        var answer = new FutureTask<>(input::get);
        new Thread(answer, id).start();
        refused(id, () -> {
            try {
                return answer.get();
            } catch (InterruptedException | ExecutionException failed) {
                throw new AssertionError(failed);
            }
        });
    }

    /** The row is no refusal; the test holds what it says. */
    void holds(String id, Runnable test) {
        put(id, row -> test.run());
    }

    private void put(String id, Consumer<BadInput> test) {
        if (tests.put(id, test) != null) {
            throw new IllegalStateException(id + " is tested twice");
        }
    }

    Set<String> ids() {
        return tests.keySet();
    }

    void test(BadInput row) {
        tests.get(row.id()).accept(row);
    }

    /**
     * @param expected a status, a code, and what else the answer has: a header, or a pointer to the field that is wrong
     */
    static void requireRefused(String expected, Answer answer) {
        var match = REFUSAL.matcher(expected);
        assertTrue(match.matches(), "a row says one status and one code: " + expected);
        var body = Wire.json(answer.body());
        assertEquals(Integer.parseInt(match.group(1)), answer.status(), answer::body);
        assertEquals(match.group(2), body.path("code").asText(), answer::body);
        assertEquals(answer.status(), body.path("status").asInt(), answer::body);
        assertEquals("application/problem+json", answer.headers().get("content-type"));
        assertEquals(
                answer.headers().get("x-request-id"), body.path("request_id").asText());
        Optional.ofNullable(match.group(3)).ifPresent(more -> requireMore(more, answer));
    }

    private static void requireMore(String more, Answer answer) {
        if (more.equals("errors[].pointer")) {
            var pointer = Wire.json(answer.body()).path("errors").path(0).path("pointer");
            assertTrue(pointer.asText().startsWith("#/"), answer::body);
        } else {
            assertTrue(answer.headers().containsKey(more.toLowerCase(Locale.ROOT)), answer::toString);
        }
    }

    /** One of several answers that must not differ. */
    static Answer alike(Answer first, Answer... others) {
        for (var other : others) {
            assertEquals(first.status(), other.status(), other::body);
            assertEquals(
                    Wire.json(first.body()).path("code"),
                    Wire.json(other.body()).path("code"),
                    other::body);
        }
        return first;
    }
}
