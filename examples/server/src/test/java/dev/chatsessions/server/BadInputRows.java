package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.server.ServerProcess.Ended;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What the program is given for each row, and what has to come of it. */
final class BadInputRows {

    /** Stands in for every password and token that the program is given. */
    static final String SECRET = "canary-4711";

    private static final Pattern EXIT = Pattern.compile("exit ([0-9]+)(,.*)?");

    private final Map<String, Consumer<BadInput>> tests = new TreeMap<>();

    /** The program ends as the row says, before anything listens, with these words in the one line that it says. */
    void refused(String id, String words, Supplier<Ended> input) {
        put(id, row -> requireRefused(row, words, input.get()));
    }

    /** The program does what the test asks of it. */
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

    private static void requireRefused(BadInput row, String words, Ended ended) {
        var exit = EXIT.matcher(row.expected());
        assertTrue(exit.matches(), "a row says one exit code: " + row.expected());
        assertEquals(Integer.parseInt(exit.group(1)), ended.exitCode(), ended::toString);
        assertEquals(1, ended.errors().size(), ended::toString);
        assertTrue(ended.errors().get(0).contains(words), ended::toString);
        assertEquals(List.of(), ended.output());
        assertFalse(ended.errors().get(0).contains(SECRET), ended::toString);
    }
}
