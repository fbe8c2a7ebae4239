package dev.chatsessions.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The compiled classes of the contracts and of these tests. */
final class ClassFiles {

    private ClassFiles() {}

    static List<Path> ofContracts() throws IOException {
        try (var files = Files.list(folderOf(Contract.class))) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("package-info.class"))
                    .toList();
        }
    }

    static Path of(Class<?> type) {
        var name = type.getName();
        return folderOf(type).resolve(name.substring(name.lastIndexOf('.') + 1) + ".class");
    }

    static Class<?> load(Path file) {
        var name = file.getFileName().toString().replace(".class", "");
        try {
            return Class.forName(Contract.class.getPackageName() + "." + name);
        } catch (ClassNotFoundException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** All names in the class are in its constant pool, as they are. */
    static boolean names(Path file, String name) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(name);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path folderOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolve(type.getPackageName().replace('.', '/'));
        } catch (URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
