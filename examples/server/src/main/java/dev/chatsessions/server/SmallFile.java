package dev.chatsessions.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text that a setting names a file for. */
final class SmallFile {

    private static final int LONGEST = 256 * 1024;

    private SmallFile() {}

    /** Fails, with the name of the setting, where there is no such file, or nothing in it, or far too much. */
    static String read(String setting, Path file) {
        try (var content = Files.newInputStream(file)) {
            var text = new String(content.readNBytes(LONGEST + 1), StandardCharsets.UTF_8);
            if (text.isBlank() || text.length() > LONGEST) {
                throw Failure.configuration(setting + ": the file " + file + " is empty or too long");
            }
            return text;
        } catch (IOException unreadable) {
            throw Failure.configuration(setting + ": the file " + file + " cannot be read");
        }
    }
}
