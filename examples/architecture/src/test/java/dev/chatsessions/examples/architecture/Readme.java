package dev.chatsessions.examples.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of documentation and the blocks of code in it. */
record Readme(Path file, String text) {

    /** The folder that was cloned. */
    static final Path ROOT = Path.of("..", "..");

    private static final Pattern BLOCK =
            Pattern.compile("(?:^<!-- ([^\\n]*) -->\\n)?^```([a-z]*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    static Readme of(String path) {
        return of(ROOT.resolve(path));
    }

    /** The first page and those of modules that have no {@code ReadmeTest} of their own. */
    static List<Readme> all() {
        return files(ROOT, 3, "README.md")
                .filter(file -> file.getParent().equals(ROOT)
                        || files(file.resolveSibling("src"), 10, "ReadmeTest.java")
                                .findAny()
                                .isEmpty())
                .map(Readme::of)
                .toList();
    }

    List<Block> blocks() {
        return BLOCK.matcher(text)
                .results()
                .map(found -> new Block(
                        file.toString(), found.group(1) == null ? "" : found.group(1), found.group(2), found.group(3)))
                .toList();
    }

    private static Readme of(Path file) {
        return new Readme(file, read(file));
    }

    /** What was built is left out. */
    private static Stream<Path> files(Path folder, int depth, String name) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (var files = Files.find(folder, depth, (file, attributes) -> file.endsWith(name))) {
            return files.filter(file -> !file.toString().contains("/target/")).toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * A block of code.
     *
     * @param origin what the comment before it says of where it comes from; empty when there is none
     */
    record Block(String readme, String origin, String language, String code) {

        /** Whether it is what stands there: a method, or the body of one. */
        boolean isFrom(String source, String method) {
            return code.equals(method(source, method)) || code.equals(body(source, method));
        }

        private static String method(String source, String name) {
            var lines = source.lines().toList();
            var first = start(lines, name);
            while (lines.get(first - 1).strip().startsWith("@")) {
                first--;
            }
            return joined(lines.subList(first, end(lines, start(lines, name)) + 1));
        }

        private static String body(String source, String name) {
            var lines = source.lines().toList();
            var start = start(lines, name);
            return joined(lines.subList(start + 1, end(lines, start)));
        }

        private static int start(List<String> lines, String name) {
            for (var line = 0; line < lines.size(); line++) {
                if (lines.get(line).contains(" " + name + "(")
                        && lines.get(line).endsWith("{")) {
                    return line;
                }
            }
            throw new IllegalArgumentException("there is no method " + name);
        }

        private static int end(List<String> lines, int start) {
            var brace = lines.get(start).replaceFirst("\\S.*", "}");
            return start + lines.subList(start, lines.size()).indexOf(brace);
        }

        private static String joined(List<String> lines) {
            return String.join("\n", lines).stripIndent() + "\n";
        }
    }
}
