package dev.chatsessions.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A row of {@code bad-inputs.tsv} that is tested in this module; the list is the HTTP adapter's. */
record BadInput(String id, String input, String expected) {

    private static final String HERE = "examples/server";

    static List<BadInput> all() {
        try (var file = BadInput.class.getResourceAsStream("/bad-inputs.tsv")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .filter(cells -> cells[4].equals(HERE))
                    .map(cells -> new BadInput(cells[0], cells[2], cells[3]))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public String toString() {
        return id + " " + input;
    }
}
