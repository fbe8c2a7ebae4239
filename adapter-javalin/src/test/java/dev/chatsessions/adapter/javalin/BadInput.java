package dev.chatsessions.adapter.javalin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A row of {@code bad-inputs.tsv}.
 *
 * @param testedIn the module whose tests send it; empty while it waits
 * @param waitsFor the capability that it needs and that nothing brings yet; empty once it is tested
 */
record BadInput(String id, String surface, String input, String expected, String testedIn, String waitsFor) {

    static List<BadInput> all() {
        try (var file = BadInput.class.getResourceAsStream("/bad-inputs.tsv")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(BadInput::of)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static BadInput of(String line) {
        var cells = line.split("\t", -1);
        return new BadInput(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]);
    }

    @Override
    public String toString() {
        return id + " " + input;
    }
}
