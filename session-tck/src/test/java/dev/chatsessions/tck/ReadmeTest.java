package dev.chatsessions.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ReadmeTest {

    private static final Path SHOWN = Path.of("../adapter-inmemory/src/test/java/dev/chatsessions/adapter/inmemory");

    @Test
    void the_code_in_the_readme_is_code_that_runs() throws IOException {
        var code = oneLine(Files.readString(SHOWN.resolve("InMemoryFixture.java")))
                + oneLine(Files.readString(SHOWN.resolve("InMemoryStorageTest.java")));

        var blocks = Pattern.compile("```java(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map((MatchResult block) -> oneLine(block.group(1)))
                .toList();

        assertEquals(2, blocks.size());
        for (var block : blocks) {
            assertTrue(code.contains(block), () -> "not in the test in memory:\n" + block);
        }
    }

    @Test
    void the_readme_names_every_contract() throws IOException {
        var readme = Files.readString(Path.of("README.md"));

        assertEquals(
                List.of(),
                Contracts.all().stream()
                        .map(Class::getSimpleName)
                        .filter(name -> !readme.contains("`" + name + "`"))
                        .toList());
    }

    private static String oneLine(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }
}
