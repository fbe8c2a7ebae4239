package dev.chatsessions.server;

import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.TypeConversionException;

/**
 * A secret: set itself, or in a file of its own that the setting of this name with {@code -file} behind it names.
 *
 * @param reading makes it of what the file holds
 */
record KeptSecret<T>(String name, Optional<T> itself, Optional<Path> file, Function<String, T> reading) {

    /** Fails, with words for the operator, where both are set, and where the file holds no such secret. */
    Optional<T> value() {
        if (itself.isPresent() && file.isPresent()) {
            throw Failure.configuration(name + " and " + fileSetting() + " are not set together");
        }
        return itself.or(() -> file.map(this::read));
    }

    /** As above, and in the profile prod also where others on this machine can read the file. */
    void check(Profile profile) {
        value();
        if (profile == Profile.PROD && file.filter(KeptSecret::isOpen).isPresent()) {
            throw Failure.configuration(
                    fileSetting() + ": others on this machine can read " + file.get() + ", which chmod o-r ends");
        }
    }

    static boolean isOpen(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(OTHERS_READ);
        } catch (UnsupportedOperationException otherRules) {
            return false;
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** The line feed that editors end a file with is no part of it. */
    private T read(Path from) {
        try {
            return reading.apply(SmallFile.read(fileSetting(), from).replaceFirst("\\r?\\n\\z", ""));
        } catch (TypeConversionException refused) {
            throw Failure.configuration(fileSetting() + ": " + refused.getMessage());
        }
    }

    private String fileSetting() {
        return name + "-file";
    }

    @Override
    public String toString() {
        return "KeptSecret[" + name + " hidden]";
    }
}
