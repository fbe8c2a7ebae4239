package dev.chatsessions.adapter.javalin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A row of {@code hostile-inputs.tsv}: an input that once was answered as none may be, and is tried each time.
 *
 * @param found what came of it
 */
record HostileInput(Surfaces surface, byte[] input, String found) {

    static List<HostileInput> all() {
        try (var file = HostileInput.class.getResourceAsStream("/hostile-inputs.tsv")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .map(cells -> new HostileInput(Surfaces.named(cells[0]), read(cells[1]), cells[2]))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Every byte that is not a visible one of ASCII, and the backslash, is a backslash and two hexadecimal digits. */
    private static byte[] read(String text) {
        var bytes = new ByteArrayOutputStream();
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(text.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    static String written(byte[] input) {
        var text = new StringBuilder();
        for (var unit : new String(input, ISO_8859_1).toCharArray()) {
            text.append(unit < ' ' || unit > '~' || unit == '\\' ? String.format("\\%02x", (int) unit) : unit);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return surface.word() + ": " + found;
    }
}
