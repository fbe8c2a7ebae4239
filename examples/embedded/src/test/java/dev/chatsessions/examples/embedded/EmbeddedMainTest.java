package dev.chatsessions.examples.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EmbeddedMainTest {

    @Test
    void it_prints_the_answer_and_what_it_took() {
        assertEquals(
                "I am the built-in assistant, not a language model. You said: “How are you?”."
                        + " I was given 1 message of this thread. [25 tokens]",
                printed().strip());
    }

    private static String printed() {
        var terminal = System.out;
        var output = new ByteArrayOutputStream();
        try (var print = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            System.setOut(print);
            EmbeddedMain.main(new String[0]);
        } finally {
            System.setOut(terminal);
        }
        return output.toString(StandardCharsets.UTF_8);
    }
}
