package dev.chatsessions.examples.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.examples.architecture.Readme.Block;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a README shows is compiled or run. */
class ReadmeTest {

    private static final Readme ROOT = Readme.of("README.md");

    static Stream<Block> blocks() {
        return Readme.all().stream().flatMap(readme -> readme.blocks().stream());
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void every_block_of_code_is_what_is_compiled_or_run(Block block) {
        switch (block.language()) {
            case "java" -> assertTrue(isCompiled(block), () -> "not what is compiled: " + block);
            case "xml" -> assertTrue(isBuilt(block), () -> "not what is built: " + block);
            default -> assertTrue(isRun(block), () -> "not what is run: " + block);
        }
    }

    @Test
    void the_pages_of_modules_are_read_too() {
        assertTrue(Readme.all().stream().anyMatch(page -> page.file().endsWith("adapter-inmemory/README.md")));
    }

    @Test
    void a_block_that_was_changed_is_found() {
        var block = ROOT.blocks().stream()
                .filter(each -> each.language().equals("java"))
                .findFirst()
                .orElseThrow();

        var changed =
                new Block(block.readme(), block.origin(), "java", block.code().replace("ada", "bob"));

        assertFalse(isCompiled(changed));
    }

    @Test
    void a_dependency_that_nobody_has_is_found() {
        var block = new Block(
                "README.md",
                "built in examples/embedded",
                "xml",
                "<dependency><groupId>dev.chatsessions</groupId><artifactId>session-nowhere</artifactId></dependency>");

        assertFalse(isBuilt(block));
    }

    @Test
    void a_command_that_nothing_runs_is_found() {
        assertFalse(isRun(new Block("README.md", "the build itself", "sh", "mvn -Pnowhere verify\n")));
        assertFalse(isRun(new Block("README.md", "", "sh", "curl http://127.0.0.1:7070/health\n")));
    }

    @Test
    void the_first_page_is_short() {
        assertTrue(ROOT.text().lines().count() < 150);
    }

    @Test
    void the_first_page_lists_every_module() {
        var listed = found("(?m)^\\| \\[?([a-z0-9-]+)\\]?[^|]*\\|", ROOT.text()).stream()
                .filter(name -> !name.equals("module"))
                .sorted()
                .toList();

        var built = found("<module>([^<]+)</module>", Readme.read(Readme.ROOT.resolve("pom.xml"))).stream()
                .sorted()
                .toList();

        assertEquals(built, listed);
    }

    /** {@code from PATH#method}. */
    private static boolean isCompiled(Block block) {
        return found("^from (\\S+#\\w+)$", block.origin()).stream()
                .map(place -> place.split("#"))
                .anyMatch(place -> block.isFrom(Readme.read(Readme.ROOT.resolve(place[0])), place[1]));
    }

    /** {@code built in FOLDER}: every dependency stands there, or in the parent, in the same words. */
    private static boolean isBuilt(Block block) {
        var parent = Readme.read(Readme.ROOT.resolve("pom.xml"));
        var version = found("<version>([^<]+)</version>", parent).get(0);
        return found("^built in (\\S+)$", block.origin()).stream()
                .map(folder -> Readme.read(Readme.ROOT.resolve(folder).resolve("pom.xml")))
                .map(module -> squeezed((parent + module).replace("${project.version}", version)))
                .anyMatch(built -> found("<dependency>.*?</dependency>", squeezed(block.code())).stream()
                        .allMatch(built::contains));
    }

    /** {@code run by PATH}: a test that reads it here; or {@code the build itself}: Maven with a profile that there is. */
    private static boolean isRun(Block block) {
        if (block.origin().equals("the build itself")) {
            var parent = Readme.read(Readme.ROOT.resolve("pom.xml"));
            return block.code().lines().allMatch(line -> line.startsWith("mvn ") && line.endsWith(" verify"))
                    && found("-P(\\w+)", block.code()).stream()
                            .allMatch(profile -> parent.contains("<id>" + profile + "</id>"));
        }
        return found("^run by (\\S+Test\\.java)$", block.origin()).stream()
                .map(Readme.ROOT::resolve)
                .anyMatch(Files::exists);
    }

    private static String squeezed(String xml) {
        return xml.replaceAll("\\s+", "");
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(ReadmeTest::wanted)
                .toList();
    }

    private static String wanted(MatchResult result) {
        return result.groupCount() == 0 ? result.group() : result.group(1);
    }
}
